package lotwatch.media.spots;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lotwatch.media.Polygon.Point;
import tools.jackson.databind.JsonNode;

/** Turns a parsed document into a spots file, or into the list of all that is wrong with it. */
final class SpotsReader {
  private static final Set<String> KEYS = Set.of("$schema", "format", "frameSize", "lot", "spots");
  private static final Set<String> SPOT_KEYS = Set.of("id", "lot", "polygon");
  private static final Pattern ID = Pattern.compile(SpotsFile.ID_PATTERN);
  private static final int SHOWN_LENGTH_MAX = 60;

  private final List<String> errors = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private boolean strict;
  private int width = 1;
  private int height = 1;

  /** Everything that was wrong, one line each. */
  List<String> errors() {
    return errors;
  }

  /** The file; only to be used if {@link #errors} stays empty. */
  SpotsFile read(JsonNode root) {
    var format = root.path("format").asString("");
    strict = !format.equals(SpotsFile.IMPORTED_FORMAT);
    if (strict && !format.equals(SpotsFile.FORMAT)) {
      errors.add(
          "format is \"%s\"; it must be \"%s\" or \"%s\""
              .formatted(shown(format), SpotsFile.FORMAT, SpotsFile.IMPORTED_FORMAT));
      return new SpotsFile(1, 1, Optional.empty(), List.of());
    }
    noOtherKeys("", root, KEYS);
    frameSize(root.path("frameSize"));
    var lot = lot("lot", root.path("lot"));
    return new SpotsFile(width, height, lot, spots(root.path("spots"), lot));
  }

  private void frameSize(JsonNode size) {
    if (size.size() == 2 && isSide(size.path(0)) && isSide(size.path(1))) {
      width = size.path(0).intValue();
      height = size.path(1).intValue();
    } else {
      errors.add(
          "frameSize must be [width, height] in pixels, each 1 to " + SpotsFile.SIDE_PIXELS_MAX);
      width = SpotsFile.SIDE_PIXELS_MAX;
      height = SpotsFile.SIDE_PIXELS_MAX;
    }
  }

  private static boolean isSide(JsonNode side) {
    return side.isInt() && side.intValue() >= 1 && side.intValue() <= SpotsFile.SIDE_PIXELS_MAX;
  }

  private List<Spot> spots(JsonNode list, Optional<String> lot) {
    var spots = new ArrayList<Spot>();
    if (!list.isArray() || list.isEmpty() || list.size() > SpotsFile.SPOTS_MAX) {
      errors.add(
          "spots must be a list of 1 to %d spots, not %s"
              .formatted(SpotsFile.SPOTS_MAX, list.isArray() ? list.size() + "" : "this"));
      return spots;
    }
    for (int i = 0; i < list.size(); i++) {
      var spot = list.path(i);
      if (!spot.isObject()) {
        errors.add("spots[%d] must be an object".formatted(i));
        continue;
      }
      var id = id(i, spot.path("id"));
      var name = "spot \"%s\": ".formatted(shown(id));
      noOtherKeys(name, spot, SPOT_KEYS);
      var ownLot = lot(name + "lot", spot.path("lot"));
      var corners = corners(name, spot.path("polygon"));
      spots.add(new Spot(id, ownLot.or(() -> lot), Outline.normalised(corners, width, height)));
    }
    return spots;
  }

  private String id(int index, JsonNode node) {
    var id = node.isString() || (node.isIntegralNumber() && !strict) ? node.asString() : "";
    if (!ID.matcher(id).matches()) {
      errors.add(
          "spots[%d]: id \"%s\" must be %s".formatted(index, shown(id), SpotsFile.ID_IN_WORDS));
    } else if (!ids.add(id)) {
      errors.add("spot \"%s\": id is used twice".formatted(id));
    }
    return id.isEmpty() ? "spots[%d]".formatted(index) : id;
  }

  private Optional<String> lot(String field, JsonNode node) {
    if (node.isMissingNode() || (!strict && !node.isString())) {
      return Optional.empty();
    }
    var lot = node.asString("");
    if (!node.isString() || !ID.matcher(lot).matches()) {
      errors.add("%s \"%s\" must be %s".formatted(field, shown(lot), SpotsFile.ID_IN_WORDS));
      return Optional.empty();
    }
    return Optional.of(lot);
  }

  private List<Point> corners(String name, JsonNode polygon) {
    var corners = new ArrayList<Point>();
    if (!polygon.isArray()) {
      errors.add(name + "polygon must be a list of [x, y] corners");
      return corners;
    }
    for (var corner : polygon) {
      if (corner.size() != 2 || !corner.path(0).isNumber() || !corner.path(1).isNumber()) {
        errors.add(name + "polygon must hold only [x, y] pairs of numbers");
        return corners;
      }
      corners.add(new Point(corner.path(0).doubleValue(), corner.path(1).doubleValue()));
    }
    var open = Outline.straight(Outline.open(corners));
    Outline.problem(open, width, height).ifPresent(what -> errors.add(name + "polygon " + what));
    return open;
  }

  private void noOtherKeys(String name, JsonNode object, Set<String> known) {
    if (!strict) {
      return;
    }
    for (var key : object.propertyNames()) {
      if (!known.contains(key)) {
        errors.add("%sunknown key \"%s\"".formatted(name, shown(key)));
      }
    }
  }

  private static String shown(String value) {
    var cut = value.length() > SHOWN_LENGTH_MAX ? value.substring(0, SHOWN_LENGTH_MAX) : value;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
