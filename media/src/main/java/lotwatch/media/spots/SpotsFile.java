package lotwatch.media.spots;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parking spots of one camera, as drawn on one of its images; see {@code spots.schema.json}
 * beside this class and {@code docs/spots.md}.
 *
 * @param width of the image that the spots were drawn on, in pixels
 * @param height of that image
 * @param lot the lot of each spot that names none
 * @param spots 1 to {@value #SPOTS_MAX} of them, ids unique
 */
public record SpotsFile(int width, int height, Optional<String> lot, List<Spot> spots) {
  /** What the field {@code format} of our own files says. */
  public static final String FORMAT = "lotwatch-spots/1";

  /** Labelled sets for evaluation, whose spots can be used too; their labels are ignored. */
  public static final String IMPORTED_FORMAT = "parking-truth/1";

  /** Spots of one camera. */
  public static final int SPOTS_MAX = 500;

  /** A labelled set of one camera is far under a megabyte. */
  public static final int FILE_BYTES_MAX = 16 << 20;

  /** One side of the image that the spots were drawn on. */
  public static final int SIDE_PIXELS_MAX = 16_384;

  /** What an id of a spot or a lot looks like. */
  public static final String ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  static final String ID_IN_WORDS =
      "1 to 64 letters, digits, '.', '_' or '-', a letter or digit first";

  private static final int ERRORS_SHOWN_MAX = 100;
  private static final int DEPTH_MAX = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(100_000)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public SpotsFile {
    spots = List.copyOf(spots);
  }

  /**
   * Reads a file of our own format or an imported one.
   *
   * @throws BadSpots if anything is wrong in it; names every spot, field and limit at once
   * @throws IOException if it cannot be read
   */
  public static SpotsFile read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new BadSpots(
            file.toString(), List.of("is larger than %d bytes".formatted(FILE_BYTES_MAX)));
      }
      return parse(file.toString(), bytes);
    }
  }

  /**
   * Reads a document that is already in memory.
   *
   * @param name what to call it in errors
   * @throws BadSpots as {@link #read}
   */
  public static SpotsFile parse(String name, byte[] json) throws BadSpots {
    var reader = new SpotsReader();
    SpotsFile file;
    try {
      file = reader.read(JSON.readTree(json));
    } catch (JacksonException e) {
      throw new BadSpots(name, List.of(where(e.getLocation()) + e.getOriginalMessage()));
    }
    var errors = reader.errors();
    if (errors.isEmpty()) {
      return file;
    }
    var shown = new ArrayList<>(errors.subList(0, Math.min(errors.size(), ERRORS_SHOWN_MAX)));
    if (errors.size() > shown.size()) {
      shown.add("and %d more errors".formatted(errors.size() - shown.size()));
    }
    throw new BadSpots(name, shown);
  }

  private static String where(@Nullable TokenStreamLocation at) {
    return at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** The file in our own format, one spot a line. */
  public String toJson() {
    var lines = new ArrayList<String>();
    for (var spot : spots) {
      var line = JSON.createObjectNode().put("id", spot.id());
      spot.lot()
          .filter(own -> !lot.equals(Optional.of(own)))
          .ifPresent(own -> line.put("lot", own));
      var polygon = line.putArray("polygon");
      for (var corner : spot.outline().corners()) {
        polygon.addArray().add(pixel(corner.x() * width)).add(pixel(corner.y() * height));
      }
      lines.add("  " + JSON.writeValueAsString(line));
    }
    return """
    {"format":"%s","frameSize":[%d,%d],%s"spots":[
    %s
    ]}
    """
        .formatted(
            FORMAT,
            width,
            height,
            lot.map(id -> "\"lot\":\"%s\",".formatted(id)).orElse(""),
            String.join(",\n", lines));
  }

  /** Writes {@link #toJson} so that a reader sees the old file or the new one, nothing between. */
  public void write(Path file) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Files.writeString(unfinished, toJson(), UTF_8);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** To a hundredth of a pixel: finer than anybody draws. */
  private static double pixel(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
