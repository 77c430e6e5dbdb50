package lotwatch.wire.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of a video. Its {@link #text()} is what the ledger keeps of it; only this
 * class writes and reads that.
 *
 * @param container what the result is written into
 * @param codec how its pictures are encoded
 * @param width pixels, even; null follows the height, or is the source's
 * @param height pixels, even; null follows the width, or is the source's
 * @param frameRate frames per second, as {@code 25}, {@code 29.97} or {@code 30000/1001}; null
 *     keeps each frame and its time
 * @param crop the part of each frame that is kept, before all else; null keeps all
 * @param rotate clockwise, in degrees: 0, 90, 180 or 270
 * @param deinterlace whether two fields are made one frame
 * @param crf how much may be lost, on the codec's own scale; null for what is usual
 * @param bitRate bits per second, in place of {@code crf}
 * @param preset how much time the encoder takes; null for what is usual
 */
public record Wanted(
    Container container,
    Codec codec,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable String frameRate,
    @Nullable Crop crop,
    int rotate,
    boolean deinterlace,
    @Nullable Integer crf,
    @Nullable Integer bitRate,
    @Nullable Preset preset) {
  /** Pixels of a side, at least. */
  public static final int SIDE_MIN = 16;

  /** Pixels of a side, at most. */
  public static final int SIDE_MAX = 8_192;

  /** Pixels of a frame, at most: 7680 x 4320. */
  public static final int PIXELS_MAX = 33_177_600;

  /** Frames per second. */
  public static final int FRAME_RATE_MAX = 240;

  /** Bits per second, at least. */
  public static final int BIT_RATE_MIN = 10_000;

  /** Bits per second, at most. */
  public static final int BIT_RATE_MAX = 400_000_000;

  /** The names of all fields. */
  public static final List<String> FIELDS =
      List.of(
          "container",
          "codec",
          "width",
          "height",
          "frameRate",
          "crop",
          "rotate",
          "deinterlace",
          "crf",
          "bitRate",
          "preset");

  private static final Pattern FRACTION = Pattern.compile("(\\d{1,9})(?:/(\\d{1,9}))?");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}\\.\\d{1,6}");
  private static final Pattern CROP =
      Pattern.compile("(\\d{1,5})x(\\d{1,5})(?:\\+(\\d{1,5})\\+(\\d{1,5}))?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** What a result is written into. */
  public enum Container {
    @JsonProperty("mp4")
    MP4("video/mp4"),
    @JsonProperty("mkv")
    MKV("video/x-matroska"),
    @JsonProperty("webm")
    WEBM("video/webm"),
    @JsonProperty("mov")
    MOV("video/quicktime");

    private final String mediaType;

    Container(String mediaType) {
      this.mediaType = mediaType;
    }

    /** Its media type (RFC 6838). */
    public String mediaType() {
      return mediaType;
    }

    /** How its files end, without the dot. */
    public String ending() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Codec usual() {
      return this == WEBM ? Codec.VP9 : Codec.H264;
    }

    private boolean holds(Codec codec) {
      return switch (this) {
        case MP4, MKV -> true;
        case WEBM -> codec == Codec.VP9 || codec == Codec.AV1 || codec == Codec.COPY;
        case MOV -> codec == Codec.H264 || codec == Codec.H265 || codec == Codec.COPY;
      };
    }
  }

  /** How pictures are encoded. */
  public enum Codec {
    @JsonProperty("h264")
    H264(51),
    @JsonProperty("h265")
    H265(51),
    @JsonProperty("vp9")
    VP9(63),
    @JsonProperty("av1")
    AV1(63),
    /** Not at all: they stay as they are. */
    @JsonProperty("copy")
    COPY(0);

    private final int crfMax;

    Codec(int crfMax) {
      this.crfMax = crfMax;
    }
  }

  /** How much time an encoder takes to make the result smaller: x264's names, for every codec. */
  public enum Preset {
    @JsonProperty("ultrafast")
    ULTRAFAST,
    @JsonProperty("superfast")
    SUPERFAST,
    @JsonProperty("veryfast")
    VERYFAST,
    @JsonProperty("faster")
    FASTER,
    @JsonProperty("fast")
    FAST,
    @JsonProperty("medium")
    MEDIUM,
    @JsonProperty("slow")
    SLOW,
    @JsonProperty("slower")
    SLOWER,
    @JsonProperty("veryslow")
    VERYSLOW
  }

  /** A part of each frame, in pixels from its top left. */
  public record Crop(int width, int height, int left, int top) {
    /**
     * @throws IllegalArgumentException naming the limit it breaks
     */
    public Crop {
      within("crop width", width, SIDE_MIN, SIDE_MAX);
      within("crop height", height, SIDE_MIN, SIDE_MAX);
      within("crop left", left, 0, SIDE_MAX);
      within("crop top", top, 0, SIDE_MAX);
    }
  }

  /** MP4 with H.264, as large as the source. */
  public static final Wanted USUAL = of(Map.of());

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public Wanted {
    side("width", width);
    side("height", height);
    if (width != null && height != null && width * height > PIXELS_MAX) {
      throw new IllegalArgumentException(
          "width x height is %d pixels, the limit is %d".formatted(width * height, PIXELS_MAX));
    }
    if (frameRate != null) {
      checkRate(frameRate);
    }
    if (rotate % 90 != 0 || rotate < 0 || rotate > 270) {
      throw new IllegalArgumentException("rotate is %d, not 0, 90, 180 or 270".formatted(rotate));
    }
    if (crf != null && bitRate != null) {
      throw new IllegalArgumentException("crf and bitRate are both there: give one of them");
    }
    if (crf != null) {
      within("crf", crf, 0, codec.crfMax);
    }
    if (bitRate != null) {
      within("bitRate", bitRate, BIT_RATE_MIN, BIT_RATE_MAX);
    }
    if (!container.holds(codec)) {
      throw new IllegalArgumentException(
          "codec is %s, which %s does not hold".formatted(word(codec), container.ending()));
    }
    boolean changes =
        width != null
            || height != null
            || frameRate != null
            || crop != null
            || rotate != 0
            || deinterlace
            || crf != null
            || bitRate != null;
    if (codec == Codec.COPY && changes) {
      throw new IllegalArgumentException("codec is copy, which changes nothing of the pictures");
    }
  }

  /**
   * Reads what somebody asked for, field by field; what is not there is as usual.
   *
   * @param asked texts by the names of the fields; {@code crop} as {@code 640x360+10+20}
   * @throws IllegalArgumentException naming the field that is wrong, or is none
   */
  public static Wanted of(Map<String, String> asked) {
    var unknown = new TreeMap<>(asked);
    unknown.keySet().removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is no field; there are %s".formatted(unknown.firstKey(), FIELDS));
    }
    var container = word("container", asked, Container.class).orElse(Container.MP4);
    return new Wanted(
        container,
        word("codec", asked, Codec.class).orElse(container.usual()),
        number("width", asked),
        number("height", asked),
        asked.get("frameRate"),
        crop(asked.get("crop")),
        Optional.ofNullable(number("rotate", asked)).orElse(0),
        flag(asked.get("deinterlace")),
        number("crf", asked),
        number("bitRate", asked),
        word("preset", asked, Preset.class).orElse(null));
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Wanted of(String text) {
    try {
      return Json.read(text.getBytes(UTF_8), Wanted.class);
    } catch (ProblemException e) {
      throw new IllegalArgumentException("wanted cannot be read: " + e.getMessage(), e);
    }
  }

  /** As JSON: what the ledger keeps of it. */
  public String text() {
    return new String(Json.bytes(this), UTF_8);
  }

  private static void side(String field, @Nullable Integer pixels) {
    if (pixels != null) {
      within(field, pixels, SIDE_MIN, SIDE_MAX);
      if (pixels % 2 != 0) {
        throw new IllegalArgumentException(field + " is " + pixels + ", which is odd");
      }
    }
  }

  private static void checkRate(String rate) {
    var fraction = FRACTION.matcher(rate);
    double value = 0;
    if (fraction.matches()) {
      var bottom = fraction.group(2) == null ? 1 : Long.parseLong(fraction.group(2));
      value = bottom == 0 ? 0 : (double) Long.parseLong(fraction.group(1)) / bottom;
    } else if (DECIMAL.matcher(rate).matches()) {
      value = Double.parseDouble(rate);
    }
    if (!(value >= 1 && value <= FRAME_RATE_MAX)) {
      throw new IllegalArgumentException(
          "frameRate must be 1 to %d frames per second, such as 25, 29.97 or 30000/1001"
              .formatted(FRAME_RATE_MAX));
    }
  }

  private static void within(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, the limits are %d and %d".formatted(field, value, min, max));
    }
  }

  private static @Nullable Integer number(String field, Map<String, String> asked) {
    var text = asked.get(field);
    if (text == null) {
      return null;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return Integer.valueOf(text);
  }

  private static boolean flag(@Nullable String text) {
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.isEmpty() || text.equals("true")) {
      return true;
    }
    throw new IllegalArgumentException("deinterlace must be true or false");
  }

  private static @Nullable Crop crop(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var shape = CROP.matcher(text);
    if (!shape.matches()) {
      throw new IllegalArgumentException("crop must be WIDTHxHEIGHT or WIDTHxHEIGHT+LEFT+TOP");
    }
    return new Crop(
        Integer.parseInt(shape.group(1)),
        Integer.parseInt(shape.group(2)),
        shape.group(3) == null ? 0 : Integer.parseInt(shape.group(3)),
        shape.group(4) == null ? 0 : Integer.parseInt(shape.group(4)));
  }

  private static <E extends Enum<E>> Optional<E> word(
      String field, Map<String, String> asked, Class<E> type) {
    var text = asked.get(field);
    if (text == null) {
      return Optional.empty();
    }
    var words = type.getEnumConstants();
    for (var each : words) {
      if (word(each).equals(text)) {
        return Optional.of(each);
      }
    }
    throw new IllegalArgumentException(
        "%s must be one of %s".formatted(field, Arrays.stream(words).map(Wanted::word).toList()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
