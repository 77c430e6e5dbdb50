package lotwatch.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.LotId;
import lotwatch.media.camera.Source;
import lotwatch.node.config.SessionRules;
import org.jspecify.annotations.Nullable;

/** What another configuration would change, in lines for people; credentials are masked. */
public final class Difference {
  private Difference() {}

  /** Lot by lot and camera by camera; none if both say the same. */
  public static List<String> between(Configuration from, Configuration to) {
    var lines = new ArrayList<String>();
    if (!from.policy().equals(to.policy())) {
      lines.add("~ ledger: %s, was %s".formatted(to.policy(), from.policy()));
    }
    if (!from.sessions().equals(to.sessions())) {
      lines.addAll(SessionRules.difference(from.sessions(), to.sessions()));
    }
    var lotsBefore = from.lotsById();
    var lotsAfter = to.lotsById();
    for (var id : ids(lotsBefore.keySet(), lotsAfter.keySet())) {
      var line = lot(id, lotsBefore.get(new LotId(id)), lotsAfter.get(new LotId(id)));
      if (line != null) {
        lines.add(line);
      }
    }
    var camerasBefore = from.camerasById();
    var camerasAfter = to.camerasById();
    for (var id : ids(camerasBefore.keySet(), camerasAfter.keySet())) {
      var key = new CameraId(id);
      var line = camera(id, camerasBefore.get(key), camerasAfter.get(key));
      if (line != null) {
        lines.add(line);
      }
    }
    if (lines.isEmpty() && !from.equals(to)) {
      lines.add("~ the order of lots or cameras");
    }
    return lines;
  }

  private static Set<String> ids(Set<?> before, Set<?> after) {
    var ids = new TreeSet<String>();
    before.forEach(id -> ids.add(id.toString()));
    after.forEach(id -> ids.add(id.toString()));
    return ids;
  }

  private static @Nullable String lot(
      String id, @Nullable DeclaredLot before, @Nullable DeclaredLot after) {
    if (after == null) {
      return "- lot " + id;
    }
    if (before == null) {
      return "+ lot %s: '%s', capacity %d".formatted(id, after.name(), after.capacity());
    }
    if (before.equals(after)) {
      return null;
    }
    var changes = new ArrayList<String>();
    change(changes, "name", before.name(), after.name());
    change(changes, "capacity", before.capacity(), after.capacity());
    change(changes, "occupied", before.occupied(), after.occupied());
    return "~ lot %s: %s".formatted(id, String.join(", ", changes));
  }

  private static @Nullable String camera(
      String id, @Nullable DeclaredCamera before, @Nullable DeclaredCamera after) {
    if (after == null) {
      return "- camera " + id;
    }
    if (before == null) {
      return "+ camera %s: %s, %d spots"
          .formatted(id, masked(after.source()), after.watches().size());
    }
    if (before.equals(after)) {
      return null;
    }
    var changes = new ArrayList<String>();
    if (!before.source().equals(after.source())) {
      var then = masked(before.source());
      var now = masked(after.source());
      changes.add(
          then.equals(now) ? "source's credentials" : "source %s, was %s".formatted(now, then));
    }
    change(changes, "options", before.options(), after.options());
    change(changes, "fps", before.fps(), after.fps());
    change(changes, "loop", before.loop(), after.loop());
    change(changes, "fast", before.fast(), after.fast());
    if (!before.watches().equals(after.watches())) {
      changes.add("spots: %d, were %d".formatted(after.watches().size(), before.watches().size()));
    }
    return "~ camera %s: %s".formatted(id, String.join(", ", changes));
  }

  private static void change(
      List<String> changes, String what, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      changes.add(
          "%s %s, was %s"
              .formatted(
                  what, after == null ? "unknown" : after, before == null ? "unknown" : before));
    }
  }

  /** A source without what is secret in it. */
  public static String masked(String source) {
    try {
      return Source.parse(source).toString();
    } catch (IllegalArgumentException e) {
      return "***";
    }
  }
}
