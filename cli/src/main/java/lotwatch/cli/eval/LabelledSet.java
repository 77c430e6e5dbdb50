package lotwatch.cli.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lotwatch.cli.eval.Shot.Truth;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;
import lotwatch.media.sight.WatchedSpot;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Labelled images of one place, read from a folder: one with a {@code labels.json} in the format
 * "parking-truth/1" (a camera's images or clip), or one with an {@code index.csv} (patches).
 *
 * @param name the folder's name
 * @param shots the images in order
 */
public record LabelledSet(String name, List<Shot> shots) {
  private static final String LABELS = "labels.json";
  private static final String FORMAT = "parking-truth/1";

  /** How deep below a given folder sets are looked for. */
  private static final int DEPTH_MAX = 3;

  public LabelledSet {
    shots = List.copyOf(shots);
  }

  /**
   * All sets in and below a folder, by name.
   *
   * @throws IOException if there are none, or one cannot be read
   */
  public static List<LabelledSet> below(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "%s: there is no such folder; name one with %s or %s in it or below"
              .formatted(folder, LABELS, Patch.INDEX));
    }
    var sets = new ArrayList<LabelledSet>();
    List<Path> lists;
    try (var files = Files.walk(folder, DEPTH_MAX)) {
      lists = files.filter(LabelledSet::isList).sorted().toList();
    }
    for (var list : lists) {
      sets.add(list.endsWith(LABELS) ? truth(list) : patches(list));
    }
    if (sets.isEmpty()) {
      throw new IOException(
          "%s: no %s and no %s in it or below".formatted(folder, LABELS, Patch.INDEX));
    }
    return sets;
  }

  private static boolean isList(Path file) {
    return file.endsWith(LABELS) || file.endsWith(Patch.INDEX);
  }

  private static LabelledSet patches(Path list) throws IOException {
    var folder = folder(list);
    var shots = new ArrayList<Shot>();
    for (var patch : Patch.read(folder)) {
      var name = folder.relativize(patch.file()).toString();
      var spot = new WatchedSpot(patch.camera(), patch.outline());
      shots.add(
          new Shot(
              name,
              () -> Images.read(patch.file()),
              List.of(new Truth(spot, patch.occupied())),
              true));
    }
    return new LabelledSet(folder.getFileName().toString(), shots);
  }

  private static Path folder(Path list) {
    var parent = list.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new IllegalStateException(list + " is in no folder");
    }
    return parent;
  }

  private static LabelledSet truth(Path list) throws IOException {
    var folder = folder(list);
    try {
      var root = new ObjectMapper().readTree(Files.readString(list));
      if (!FORMAT.equals(root.path("format").asString(""))) {
        throw new IOException(list + " is not in the format " + FORMAT);
      }
      var common = spots(root.path("spots"), root.path("frameSize"));
      var clip = root.path("media").path("video").asString("");
      var shots = new ArrayList<Shot>();
      for (var frame : root.path("frames")) {
        var own = frame.path("spots");
        var spots = own.isArray() ? spots(own, root.path("frameSize")) : common;
        shots.add(shot(folder, clip, frame, truths(frame.path("labels"), spots)));
      }
      return new LabelledSet(folder.getFileName().toString(), shots);
    } catch (JacksonException e) {
      throw new IOException("%s: %s".formatted(list, e.getOriginalMessage()), e);
    }
  }

  private static Shot shot(Path folder, String clip, JsonNode frame, List<Truth> truths) {
    var image = frame.path("image").asString("");
    if (image.isEmpty()) {
      var seconds = frame.path("t").asDouble();
      return new Shot(
          "t=%.1f".formatted(seconds), () -> Clip.at(folder.resolve(clip), seconds), truths, false);
    }
    return new Shot(image, () -> Images.read(folder.resolve(image)), truths, false);
  }

  private static List<Truth> truths(JsonNode labels, Map<String, WatchedSpot> spots) {
    var truths = new ArrayList<Truth>();
    for (var label : labels.properties()) {
      var spot = spots.get(label.getKey());
      var said = label.getValue().asString("");
      if (spot != null && (said.equals("free") || said.equals("occupied"))) {
        truths.add(new Truth(spot, said.equals("occupied")));
      }
    }
    return truths;
  }

  private static Map<String, WatchedSpot> spots(JsonNode nodes, JsonNode size) {
    var spots = new LinkedHashMap<String, WatchedSpot>();
    for (var node : nodes) {
      var corners = new ArrayList<Point>();
      for (var corner : node.path("polygon")) {
        corners.add(
            new Point(
                corner.path(0).asDouble() / size.path(0).asDouble(),
                corner.path(1).asDouble() / size.path(1).asDouble()));
      }
      var id = node.path("id").asString();
      spots.put(id, new WatchedSpot(id, new Polygon(corners)));
    }
    return spots;
  }
}
