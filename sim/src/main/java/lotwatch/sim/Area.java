package lotwatch.sim;

import java.util.ArrayList;
import java.util.List;

/** A rectangle of image pixels, its sides even; the ends lie outside. */
record Area(int x0, int y0, int x1, int y1) {
  /** How far a car's lamps reach, metres. */
  private static final double BEAM = 19;

  /** What a vehicle, its shadow and the beam of its lamps may cover. */
  static Area of(Lens lens, Footprint print, boolean beam) {
    double minX = 1e9;
    double minY = 1e9;
    double maxX = -1e9;
    double maxY = -1e9;
    boolean behind = false;
    boolean before = false;
    Pose pose = print.pose();
    double reach = pose.vehicle().length() / 2 + 1.2;
    int hull = print.hull().length / 2;
    for (int i = 0; i < hull + (beam ? 12 : 8); i++) {
      double along = (i & 1) == 0 ? -reach : i < hull + 8 ? reach : BEAM;
      double left = ((i & 2) == 0 ? -1 : 1) * (i < hull + 8 ? 2.2 : 7);
      double x = i < hull ? print.hull()[2 * i] : pose.worldX(along, left);
      double y = i < hull ? print.hull()[2 * i + 1] : pose.worldY(along, left);
      double z =
          i < hull || i - hull > 7 || ((i - hull) & 4) == 0 ? 0 : pose.vehicle().height() + 0.3;
      double depth = lens.depth(x, y, z);
      if (depth < Lens.NEAR) {
        behind = true;
        continue;
      }
      before = true;
      minX = Math.min(minX, lens.column(x, y, z, depth));
      maxX = Math.max(maxX, lens.column(x, y, z, depth));
      minY = Math.min(minY, lens.row(x, y, z, depth));
      maxY = Math.max(maxY, lens.row(x, y, z, depth));
    }
    if (behind) {
      return before ? new Area(0, 0, lens.width, lens.height) : new Area(0, 0, 0, 0);
    }
    return new Area(
        even(minX - 3, lens.width),
        even(minY - 3, lens.height),
        even(maxX + 5, lens.width),
        even(maxY + 5, lens.height));
  }

  private static int even(double value, int max) {
    return (int) Math.clamp(value, 0, max) & ~1;
  }

  boolean empty() {
    return x1 <= x0 || y1 <= y0;
  }

  boolean meets(Area other) {
    return x0 < other.x1 && other.x0 < x1 && y0 < other.y1 && other.y0 < y1;
  }

  /** The same ground covered by areas that do not overlap. */
  static List<Area> merged(List<Area> areas) {
    var apart = new ArrayList<Area>();
    for (Area area : areas) {
      Area grown = area;
      for (int i = 0; i < apart.size(); i++) {
        Area other = apart.get(i);
        if (grown.meets(other)) {
          grown =
              new Area(
                  Math.min(grown.x0, other.x0),
                  Math.min(grown.y0, other.y0),
                  Math.max(grown.x1, other.x1),
                  Math.max(grown.y1, other.y1));
          apart.remove(i);
          i = -1;
        }
      }
      apart.add(grown);
    }
    return apart;
  }
}
