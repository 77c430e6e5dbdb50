package lotwatch.sim;

import lotwatch.sim.Canvas.Corner;
import lotwatch.sim.Mesh.Finish;

/**
 * What never moves, without its light: per fine pixel a reflectance, a surface and a depth.
 *
 * <p>A surface is packed as kind (4 bits), haze (4 bits), then the normal's x, y, z as signed
 * bytes.
 */
final class Backdrop {
  /** Fine pixels per image pixel, each way. */
  static final int FINE = 2;

  static final int SKY = 0;
  static final int GROUND = 1;
  static final int SOLID = 2;
  static final int PANE = 3;
  static final int LIT_PANE = 4;
  static final int LAMP = 5;
  static final int LEAF = 6;

  private static final double FAR = 900;
  private static final int HAZE_MAX = 15;

  final Lens lens;
  final Lens fine;
  final Canvas canvas;

  Backdrop(Lens lens, Ground ground, Scenery scenery, int detail) {
    this.lens = lens;
    fine = new Lens(lens, FINE);
    canvas = new Canvas(fine.width, fine.height, true);
    ground(ground, detail);
    solids(scenery.mesh);
  }

  static int kind(int surface) {
    return surface >>> 28;
  }

  /** 0 clear to 1 lost in haze. */
  static float haze(int surface) {
    return ((surface >>> 24) & 15) / (float) HAZE_MAX;
  }

  private static int surface(int kind, double depth, double nx, double ny, double nz) {
    int haze = (int) Math.round(HAZE_MAX * 0.9 * (1 - Math.exp(-depth / 420)));
    return (kind << 28)
        | (haze << 24)
        | (((int) (nx * 127) & 255) << 16)
        | (((int) (ny * 127) & 255) << 8)
        | ((int) (nz * 127) & 255);
  }

  private void ground(Ground ground, int detail) {
    for (int row = 0; row < fine.height; row++) {
      for (int column = 0; column < fine.width; column++) {
        int i = row * fine.width + column;
        double down = -fine.ray(2, column + 0.5, row + 0.5);
        double reach = down <= 1e-6 ? FAR : lens.z / down;
        if (reach >= FAR) {
          canvas.surface[i] = surface(SKY, 0, 0, 0, 0);
          continue;
        }
        canvas.surface[i] = surface(GROUND, reach, 0, 0, 1);
        canvas.colour[i] = sampled(ground, column, row, detail);
      }
    }
  }

  private int sampled(Ground ground, int column, int row, int detail) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int s = 0; s < detail * detail; s++) {
      double u = column + (s % detail + 0.5) / detail;
      double v = row + (Math.floorDiv(s, detail) + 0.5) / detail;
      double reach = lens.z / Math.max(1e-6, -fine.ray(2, u, v));
      double x = lens.x + reach * fine.ray(0, u, v);
      double y = lens.y + reach * fine.ray(1, u, v);
      int rgb = ground.albedo(x, y, reach / fine.focal);
      red += rgb >> 16 & 255;
      green += rgb >> 8 & 255;
      blue += rgb & 255;
    }
    int n = detail * detail;
    return Tone.rgb(red / n, green / n, blue / n);
  }

  private void solids(Mesh mesh) {
    var corners = new Corner[] {new Corner(), new Corner(), new Corner()};
    for (int t = 0; t < mesh.triangles(); t++) {
      double nearest = FAR;
      int rgb = mesh.colour(t);
      for (int c = 0; c < 3; c++) {
        float x = mesh.position(t, c, 0);
        float y = mesh.position(t, c, 1);
        float z = mesh.position(t, c, 2);
        double depth = fine.depth(x, y, z);
        nearest = Math.min(nearest, depth);
        Corner corner = corners[c];
        corner.x = (float) fine.column(x, y, z, depth);
        corner.y = (float) fine.row(x, y, z, depth);
        corner.near = (float) (1 / depth);
        corner.red = rgb >> 16 & 255;
        corner.green = rgb >> 8 & 255;
        corner.blue = rgb & 255;
      }
      if (nearest > Lens.NEAR) {
        canvas.fill(corners[0], corners[1], corners[2], surface(mesh, t, nearest));
      }
    }
  }

  private static int surface(Mesh mesh, int t, double depth) {
    double nx = (mesh.normal(t, 0, 0) + mesh.normal(t, 1, 0) + mesh.normal(t, 2, 0)) / 3;
    double ny = (mesh.normal(t, 0, 1) + mesh.normal(t, 1, 1) + mesh.normal(t, 2, 1)) / 3;
    double nz = (mesh.normal(t, 0, 2) + mesh.normal(t, 1, 2) + mesh.normal(t, 2, 2)) / 3;
    return surface(kindOf(mesh.finish(t)), depth, nx, ny, nz);
  }

  private static int kindOf(Finish finish) {
    return switch (finish) {
      case GLASS -> PANE;
      case WINDOW -> LIT_PANE;
      case STREET_LAMP -> LAMP;
      case LEAF -> LEAF;
      case PAINT, MATTE, FRONT_LAMP, REAR_LAMP -> SOLID;
    };
  }
}
