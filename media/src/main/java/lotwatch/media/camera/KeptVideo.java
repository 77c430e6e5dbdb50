package lotwatch.media.camera;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lotwatch.wire.settings.Section;

/**
 * Whether a camera is recorded, and what of it is kept. What somebody pinned is kept in any case.
 *
 * @param isOn whether it is recorded
 * @param days for which a recording is kept
 * @param mebibytesMax MiB of its recordings, beyond which the oldest goes
 */
public record KeptVideo(boolean isOn, int days, int mebibytesMax) {
  /** A week. */
  public static final int DAYS = 7;

  /** Ten years. */
  public static final int DAYS_MAX = 3_650;

  /** 20 GiB: about a week of 300 kbit/s. */
  public static final int MEBIBYTES = 20_480;

  /** The least that can be asked for, a few hours of small video. */
  public static final int MEBIBYTES_MIN = 16;

  /** A pebibyte. */
  public static final int MEBIBYTES_MAX = 1 << 30;

  /** Of a camera that is not recorded. */
  public static final KeptVideo NONE = new KeptVideo(false, DAYS, MEBIBYTES);

  private static final String RECORD = "record";
  private static final String RECORD_DAYS = "record-days";
  private static final String RECORD_MAX = "record-max";

  /**
   * @throws IllegalArgumentException naming what is out of its limits
   */
  public KeptVideo {
    if (days < 1 || days > DAYS_MAX) {
      throw new IllegalArgumentException(
          "record-days is %d, the limits are 1 and %d".formatted(days, DAYS_MAX));
    }
    if (mebibytesMax < MEBIBYTES_MIN || mebibytesMax > MEBIBYTES_MAX) {
      throw new IllegalArgumentException(
          "record-max is %d, the limits are %d and %d"
              .formatted(mebibytesMax, MEBIBYTES_MIN, MEBIBYTES_MAX));
    }
  }

  /** Reads the keys {@code record}, {@code record-days} and {@code record-max} of a camera. */
  public static KeptVideo read(Section camera) {
    return new KeptVideo(
        camera.flag(RECORD, false),
        camera.integer(RECORD_DAYS, DAYS, 1, DAYS_MAX),
        camera.integer(RECORD_MAX, MEBIBYTES, MEBIBYTES_MIN, MEBIBYTES_MAX));
  }

  /** As words by the names of the keys; none where it is not recorded. */
  public SortedMap<String, String> options() {
    var options = new TreeMap<String, String>();
    if (isOn) {
      options.put(RECORD, "true");
      options.put(RECORD_DAYS, Integer.toString(days));
      options.put(RECORD_MAX, Integer.toString(mebibytesMax));
    }
    return options;
  }

  /**
   * What {@link #options} wrote, among others.
   *
   * @throws IllegalArgumentException if one of them is out of its limits
   */
  public static KeptVideo of(Map<String, String> options) {
    return "true".equals(options.get(RECORD))
        ? new KeptVideo(
            true,
            Integer.parseInt(options.getOrDefault(RECORD_DAYS, Integer.toString(DAYS))),
            Integer.parseInt(options.getOrDefault(RECORD_MAX, Integer.toString(MEBIBYTES))))
        : NONE;
  }
}
