package lotwatch.media.camera;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.fetch.Trust;

/**
 * How ffmpeg turns one source into images on a pipe. Media is not trusted: what may be opened is
 * named per kind of source, so that a "video" that is a play list in disguise cannot make us read
 * other files or call other hosts.
 *
 * @param arguments of ffmpeg; there are no credentials in them, since everybody on the machine may
 *     read a command line
 * @param said what ffmpeg reads from its standard input: lines, perhaps with credentials
 */
record Recipe(List<String> arguments, List<String> said) {
  /** 8K: 7680 x 4320. */
  static final int PIXELS_MAX = 33_177_600;

  /** Demuxers for files. None of them opens a second file. */
  private static final String FILE_FORMATS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,nut,ogg,asf,ivf,m4v,"
          + "h264,hevc,obu,mjpeg,mpjpeg,yuv4mpegpipe,mxf";

  private static final String HTTP_FORMATS =
      "mpjpeg,mjpeg,mpegts,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,flv,nut,h264,hevc,asf";

  /** What probing may read before it gives up on a source. */
  private static final int PROBE_BYTES_MAX = 5_000_000;

  /** One block of memory inside ffmpeg; the largest image we take needs 100 MB at 10 bit. */
  private static final int BLOCK_BYTES_MAX = 256 << 20;

  /**
   * Packets that wait for one that is missing, by TCP: none comes late there, but without a queue
   * ffmpeg does not say that one is missing.
   */
  private static final String TCP_QUEUE = "2";

  Recipe {
    arguments = List.copyOf(arguments);
    said = List.copyOf(said);
  }

  /** How this camera is decoded to planar images on standard output. */
  static Recipe of(CameraSettings camera) throws CameraException {
    var words = new ArrayList<>(List.of("-nostdin", "-nostats", "-hide_banner"));
    words.addAll(List.of("-v", "repeat+level+info", "-debug_ts"));
    words.addAll(List.of("-max_alloc", String.valueOf(BLOCK_BYTES_MAX), "-filter_threads", "1"));
    words.addAll(List.of("-max_pixels", String.valueOf(PIXELS_MAX)));
    words.addAll(List.of("-probesize", String.valueOf(PROBE_BYTES_MAX)));
    words.addAll(List.of("-analyzeduration", "5000000"));
    words.addAll(List.of("-threads", String.valueOf(camera.limits().threadsMax())));
    var said = new ArrayList<String>();
    switch (camera.source()) {
      case Source.VideoFile file -> words.addAll(file(camera, file));
      case Source.Rtsp rtsp -> {
        words.addAll(listed());
        said.addAll(rtsp(rtsp, Waits.of(camera)));
      }
      case Source.Http _ -> words.addAll(http());
      case Source.Simulated _ -> words.addAll(simulated(camera));
      case Source.Sent _, Source.SentText _ ->
          throw new IllegalStateException(camera.source() + " is not decoded by ffmpeg");
    }
    words.addAll(List.of("-map", "0:V:0", "-vf", filter(camera), "-pix_fmt", "yuv420p"));
    words.addAll(List.of("-noautoscale", "-fps_mode", "passthrough", "-flush_packets", "1"));
    // One thread encodes: several would each keep a frame back until there are more.
    words.addAll(List.of("-threads", "1", "-f", "rawvideo", "pipe:1"));
    return new Recipe(words, said);
  }

  /**
   * What opens a source whose video comes encoded, and nothing more.
   *
   * @throws IllegalStateException if it is of another kind
   */
  static Recipe input(CameraSettings camera) throws CameraException {
    return switch (camera.source()) {
      case Source.VideoFile file -> new Recipe(file(camera, file), List.of());
      case Source.Rtsp rtsp -> new Recipe(listed(), rtsp(rtsp, Waits.of(camera)));
      case Source.Http _, Source.Simulated _, Source.Sent _, Source.SentText _ ->
          throw new IllegalStateException(camera.source() + " is not copied");
    };
  }

  private static List<String> file(CameraSettings camera, Source.VideoFile file) {
    var words = new ArrayList<String>();
    words.addAll(List.of("-protocol_whitelist", "file", "-format_whitelist", FILE_FORMATS));
    if (camera.pace() == Pace.OWN) {
      words.add("-re");
    }
    if (camera.loop()) {
      words.addAll(List.of("-stream_loop", "-1"));
    }
    words.addAll(List.of("-i", "file:" + file.path().toAbsolutePath()));
    return words;
  }

  /** What we fetch ourselves, so that it is we who follow no redirect and check certificates. */
  private static List<String> http() {
    return List.of(
        "-protocol_whitelist",
        "pipe",
        "-format_whitelist",
        HTTP_FORMATS,
        "-use_wallclock_as_timestamps",
        "1",
        "-fpsprobesize",
        "0",
        "-i",
        "pipe:0");
  }

  private static List<String> simulated(CameraSettings camera) {
    var words = new ArrayList<>(List.of("-protocol_whitelist", "pipe", "-f", "nut"));
    words.addAll(List.of("-fpsprobesize", "0"));
    if (isLive(camera)) {
      words.addAll(List.of("-use_wallclock_as_timestamps", "1"));
    }
    words.addAll(List.of("-i", "pipe:0"));
    return words;
  }

  /** The address comes by a list of one entry, from standard input. */
  private static List<String> listed() {
    return List.of(
        "-protocol_whitelist",
        "pipe,rtsp,rtp,tcp,udp,tls,crypto",
        "-format_whitelist",
        "concat,rtsp",
        "-f",
        "concat",
        "-safe",
        "0",
        "-i",
        "pipe:0");
  }

  /**
   * The list. RTP time stamps of cameras jump and drift; the time of arrival does not.
   *
   * @see <a href="https://ffmpeg.org/ffmpeg-formats.html#concat">ffconcat</a>
   */
  private static List<String> rtsp(Source.Rtsp rtsp, Waits waits) throws CameraException {
    var lines = new ArrayList<String>();
    lines.add("ffconcat version 1.0");
    lines.add("file '" + rtsp.url().replace("'", "'\\''") + "'");
    if (rtsp.listen()) {
      lines.add("option rtsp_flags listen");
      lines.add("option listen_timeout " + Math.max(1, waits.first().toSeconds()));
    } else {
      lines.add("option timeout " + waits.socketMicros());
      switch (rtsp.transport()) {
        case TCP -> lines.add("option rtsp_transport tcp");
        case UDP -> lines.add("option rtsp_transport udp");
        case AUTO -> lines.add("option rtsp_flags prefer_tcp");
      }
    }
    if (rtsp.listen() || rtsp.transport() == Source.Transport.TCP) {
      lines.add("option reorder_queue_size " + TCP_QUEUE);
    }
    if (rtsp.url().regionMatches(true, 0, "rtsps:", 0, 6) && !rtsp.insecure()) {
      lines.add("option tls_verify 1");
      lines.add("option ca_file '%s'".formatted(authorities()));
    }
    lines.add("option allowed_media_types video");
    lines.add("option use_wallclock_as_timestamps 1");
    lines.add("option fpsprobesize 0");
    lines.add("option probesize " + PROBE_BYTES_MAX);
    return lines;
  }

  private static Path authorities() throws CameraException {
    try {
      return Trust.file();
    } catch (IOException e) {
      throw new CameraException("no certificate can be checked: " + e.getMessage(), true, e);
    }
  }

  /**
   * Picks, then scales: what is not looked at costs only its decoding. Files get the frame that
   * stands at each multiple of the period, so that counting frames gives their time. Live sources
   * get the next one that comes after each period and never one twice. What is decoded and what is
   * picked is told ({@link FrameNotes}).
   */
  private static String filter(CameraSettings camera) {
    var fps = camera.framesPerSecond();
    var pick =
        isLive(camera)
            ? String.format(
                Locale.ROOT,
                "select='isnan(prev_selected_t)+gte(t-prev_selected_t,%f)'",
                0.98 / fps)
            : String.format(Locale.ROOT, "fps=%f:round=up", fps);
    return FrameNotes.DECODED
        + "=checksum=0,"
        + pick
        + ",scale=w='min(iw,%1$d)':h='min(ih,%1$d)'".formatted(camera.widthMax())
        + ":force_original_aspect_ratio=decrease:out_range=tv:out_color_matrix=bt601,"
        + FrameNotes.PICKED
        + "=checksum=0";
  }

  /** Whether a camera runs by the clock of the world, however slowly we read. */
  static boolean isLive(CameraSettings camera) {
    return switch (camera.source()) {
      case Source.Rtsp _, Source.Http _, Source.Sent _, Source.SentText _ -> true;
      case Source.VideoFile _ -> false;
      case Source.Simulated _ -> camera.pace() == Pace.OWN;
    };
  }
}
