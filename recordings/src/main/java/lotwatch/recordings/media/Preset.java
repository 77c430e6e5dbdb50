package lotwatch.recordings.media;

import java.util.Locale;

/** How much time the encoder takes to make the result smaller: x264's names, for every codec. */
public enum Preset {
  ULTRAFAST(8, 12),
  SUPERFAST(7, 11),
  VERYFAST(6, 10),
  FASTER(5, 9),
  FAST(5, 8),
  MEDIUM(4, 7),
  SLOW(3, 5),
  SLOWER(2, 4),
  VERYSLOW(1, 3);

  private final int vp9;
  private final int av1;

  Preset(int vp9, int av1) {
    this.vp9 = vp9;
    this.av1 = av1;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String vp9Speed() {
    return Integer.toString(vp9);
  }

  String av1Speed() {
    return Integer.toString(av1);
  }
}
