package lotwatch.media.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lotwatch.media.camera.CameraSettings.Pace;

/**
 * The ffmpeg arguments that turn one source into images on a pipe. Media is not trusted: what may
 * be opened is named per kind of source, so that a "video" that is a play list in disguise cannot
 * make us read other files or call other hosts.
 */
final class Recipe {
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

  private Recipe() {}

  /** All arguments for decoding this camera to YUV4MPEG2 on standard output. */
  static List<String> of(CameraSettings camera) {
    var words = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-v", "error"));
    words.addAll(List.of("-max_alloc", String.valueOf(BLOCK_BYTES_MAX), "-filter_threads", "1"));
    words.addAll(List.of("-max_pixels", String.valueOf(Y4m.PIXELS_MAX)));
    words.addAll(List.of("-probesize", String.valueOf(PROBE_BYTES_MAX)));
    words.addAll(List.of("-analyzeduration", "5000000"));
    words.addAll(List.of("-threads", String.valueOf(camera.limits().threadsMax())));
    words.addAll(input(camera));
    words.addAll(List.of("-map", "0:V:0", "-vf", filter(camera), "-pix_fmt", "yuv420p"));
    words.addAll(List.of("-fps_mode", "passthrough", "-f", "yuv4mpegpipe", "pipe:1"));
    return List.copyOf(words);
  }

  private static List<String> input(CameraSettings camera) {
    var stallMicros = String.valueOf(camera.limits().stallMax().toNanos() / 1_000);
    return switch (camera.source()) {
      case Source.VideoFile file -> file(camera, file);
      case Source.Rtsp rtsp -> rtsp(rtsp, stallMicros, camera.limits().openMax().toSeconds());
      case Source.Http http ->
          List.of(
              "-protocol_whitelist",
              "http,https,tls,tcp",
              "-format_whitelist",
              HTTP_FORMATS,
              "-rw_timeout",
              stallMicros,
              "-use_wallclock_as_timestamps",
              "1",
              "-fpsprobesize",
              "0",
              "-i",
              http.url());
      case Source.Simulated _ -> simulated(camera);
      case Source.Sent sent -> throw new IllegalStateException(sent + " is not decoded by ffmpeg");
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

  private static List<String> simulated(CameraSettings camera) {
    var words = new ArrayList<>(List.of("-protocol_whitelist", "pipe", "-f", "nut"));
    words.addAll(List.of("-fpsprobesize", "0"));
    if (isLive(camera)) {
      words.addAll(List.of("-use_wallclock_as_timestamps", "1"));
    }
    words.addAll(List.of("-i", "pipe:0"));
    return words;
  }

  /** RTP time stamps of cameras jump and drift; the time of arrival does not. */
  private static List<String> rtsp(Source.Rtsp rtsp, String stallMicros, long openSeconds) {
    var words = new ArrayList<String>();
    words.addAll(List.of("-protocol_whitelist", "rtsp,rtp,tcp,tls,crypto"));
    words.addAll(List.of("-format_whitelist", "rtsp", "-f", "rtsp"));
    if (rtsp.listen()) {
      words.addAll(List.of("-rtsp_flags", "listen"));
      words.addAll(List.of("-listen_timeout", String.valueOf(Math.max(1, openSeconds))));
    } else {
      words.addAll(List.of("-timeout", stallMicros, "-rtsp_transport", "tcp"));
    }
    words.addAll(List.of("-use_wallclock_as_timestamps", "1", "-fpsprobesize", "0"));
    words.addAll(List.of("-i", rtsp.url()));
    return words;
  }

  /**
   * Picks, then scales: what is not looked at costs only its decoding. Files get the frame that
   * stands at each multiple of the period, so that counting frames gives their time. Live sources
   * get the next one that comes after each period and never one twice.
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
    return pick
        + ",scale=w='min(iw,%1$d)':h='min(ih,%1$d)'".formatted(camera.widthMax())
        + ":force_original_aspect_ratio=decrease:out_range=tv:out_color_matrix=bt601";
  }

  /** Whether a camera runs by the clock of the world, however slowly we read. */
  static boolean isLive(CameraSettings camera) {
    return switch (camera.source()) {
      case Source.Rtsp _, Source.Http _, Source.Sent _ -> true;
      case Source.VideoFile _ -> false;
      case Source.Simulated _ -> camera.pace() == Pace.OWN;
    };
  }
}
