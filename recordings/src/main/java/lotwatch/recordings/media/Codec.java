package lotwatch.recordings.media;

import java.util.ArrayList;
import java.util.List;

/** How the video of a result is encoded. */
public enum Codec {
  H264("h264", 51, 23),
  H265("hevc", 51, 28),
  VP9("vp9", 63, 32),
  AV1("av1", 63, 35),
  /** Not at all: the packets of the source. */
  COPY("", 0, 0);

  private final String ffmpegName;
  private final int crfMax;
  private final int crfUsual;

  Codec(String ffmpegName, int crfMax, int crfUsual) {
    this.ffmpegName = ffmpegName;
    this.crfMax = crfMax;
    this.crfUsual = crfUsual;
  }

  /** The codec as ffprobe names it; empty for {@link #COPY}. */
  String ffmpegName() {
    return ffmpegName;
  }

  /** The largest number of its scale of quality, the worst. */
  public int crfMax() {
    return crfMax;
  }

  int crfUsual() {
    return crfUsual;
  }

  /** The format of samples that it gets, for a source of more than 8 bits or not. */
  String pixelFormat(boolean isDeep) {
    return isDeep && this != H264 ? "yuv420p10le" : "yuv420p";
  }

  /**
   * The words that choose and set the encoder, on so many threads: the same words and the same
   * ffmpeg give the same bytes, on any processor ({@code cpu-independent}; x265 writes into the
   * video what its processor is, unless {@code info=0}; SVT-AV1 at a bit rate meets it otherwise on
   * each run with more than one thread).
   *
   * @param part which part of the whole is encoded, see {@link Part}
   */
  List<String> encoder(Quality quality, Preset preset, int threads, Part part) {
    var words =
        new ArrayList<String>(
            switch (this) {
              case H264 -> {
                var zones = quality instanceof Quality.BitRate ? "" : part.zones();
                var params = "cpu-independent=1" + zones;
                yield List.of("libx264", "-preset", preset.word(), "-x264-params", params);
              }
              case H265 ->
                  List.of(
                      "libx265",
                      "-preset",
                      preset.word(),
                      "-x265-params",
                      // closed groups: a segment of HLS or DASH begins with one, and needs no other
                      "log-level=error:info=0:open-gop=0:pools=%d:frame-threads=1"
                              .formatted(threads)
                          + part.rate().map(":fps=%s"::formatted).orElse(""));
              case VP9 ->
                  List.of(
                      "libvpx-vp9",
                      "-deadline",
                      "good",
                      "-cpu-used",
                      preset.vp9Speed(),
                      "-row-mt",
                      "0");
              case AV1 ->
                  List.of(
                      "libsvtav1",
                      "-preset",
                      preset.av1Speed(),
                      "-svtav1-params",
                      "lp="
                          + (quality instanceof Quality.BitRate ? 1 : threads)
                          + part.rate()
                              .map(rate ->
                                  ":fps-num=%d:fps-denom=%d".formatted(rate.top(), rate.bottom()))
                              .orElse(""));
              case COPY -> throw new IllegalStateException("what is copied is not encoded");
            });
    words.addFirst("-c:v");
    switch (quality) {
      case Quality.Usual _ -> words.addAll(constant(crfUsual));
      case Quality.Constant constant -> words.addAll(constant(constant.crf()));
      case Quality.BitRate rate ->
          words.addAll(List.of("-b:v", Long.toString(rate.bitsPerSecond())));
    }
    words.addAll(List.of("-threads:v", Integer.toString(threads)));
    return words;
  }

  private List<String> constant(int crf) {
    return this == VP9
        ? List.of("-crf", Integer.toString(crf), "-b:v", "0")
        : List.of("-crf", Integer.toString(crf));
  }
}
