package lotwatch.sim;

import lotwatch.sim.Mesh.Finish;

/**
 * A vehicle's solid: a lofted body, a cabin with glass, wheels and lamps. It stands on z = 0, its
 * middle over the origin, its nose towards +x.
 */
final class VehicleMesh {
  private static final int GLASS = 0x20272D;
  private static final int RUBBER = 0x17181A;
  private static final int PLASTIC = 0x26282B;
  private static final int HUB = 0x9A9EA3;
  private static final double SILL = 0.19;

  private final Mesh mesh = new Mesh();
  private final Vehicle vehicle;
  private final VehicleKind kind;
  private final double half;
  private final double side;
  private final double scale;

  private VehicleMesh(Vehicle vehicle) {
    this.vehicle = vehicle;
    kind = vehicle.kind();
    scale = vehicle.scale();
    half = vehicle.length() / 2;
    side = vehicle.width() / 2;
  }

  static Mesh of(Vehicle vehicle) {
    var maker = new VehicleMesh(vehicle);
    maker.body();
    maker.cabin();
    maker.wheels();
    maker.lamps();
    return maker.mesh;
  }

  /** Metres from the middle for a share of the length counted from the nose. */
  private double along(double share) {
    return half - share * 2 * half;
  }

  private void body() {
    double belt = kind.belt * scale;
    double hood = kind.hood * scale;
    double tail = kind.cabinEnd < 0.93 && kind != VehicleKind.PICKUP ? belt + 0.02 : belt;
    double[] stations = {
      0, 0.012, 0.05, 0.12, kind.screenFoot, 0.5, kind.cabinEnd - 0.04, 0.95, 0.985, 1
    };
    double[] tops = {
      hood * 0.72,
      hood * 0.90,
      hood * 0.97,
      hood,
      belt,
      belt + 0.01,
      tail,
      tail,
      tail * 0.93,
      tail * 0.72
    };
    double[] widths = {0.80, 0.88, 0.94, 0.975, 1, 1, 1, 0.965, 0.92, 0.86};
    var rings = new double[stations.length][][];
    for (int i = 0; i < stations.length; i++) {
      rings[i] = ring(along(stations[i]), tops[i], side * widths[i]);
    }
    loft(rings, vehicle.rgb());
    cap(rings[0], false);
    cap(rings[rings.length - 1], true);
    if (kind == VehicleKind.PICKUP) {
      bed(belt);
    }
  }

  private static double[][] ring(double x, double top, double wide) {
    double low = SILL + (top < 0.75 ? 0.06 : 0);
    double[][] halfRing = {
      {0.93, low},
      {0.985, low + 0.12},
      {1, 0.62 * top},
      {0.975, top - 0.09},
      {0.93, top - 0.025},
      {0.82, top},
      {0.4, top + 0.02}
    };
    int n = halfRing.length;
    var ring = new double[2 * n][];
    for (int i = 0; i < n; i++) {
      double y = halfRing[i][0] * wide;
      ring[i] = new double[] {x, -y, halfRing[i][1]};
      ring[2 * n - 1 - i] = new double[] {x, y, halfRing[i][1]};
    }
    return ring;
  }

  /** Skins rings of points with smooth normals; the rings run from the nose to the tail. */
  private void loft(double[][][] rings, int colour) {
    int points = rings[0].length;
    var normals = new double[rings.length][points][];
    for (int i = 0; i < rings.length; i++) {
      for (int j = 0; j < points; j++) {
        double[] ahead = rings[Math.max(0, i - 1)][j];
        double[] behind = rings[Math.min(rings.length - 1, i + 1)][j];
        double[] left = rings[i][Math.max(0, j - 1)];
        double[] right = rings[i][Math.min(points - 1, j + 1)];
        normals[i][j] = cross(ahead, behind, left, right);
      }
    }
    for (int i = 0; i + 1 < rings.length; i++) {
      for (int j = 0; j + 1 < points; j++) {
        double[][] q = {rings[i][j], rings[i][j + 1], rings[i + 1][j + 1], rings[i + 1][j]};
        double[][] n = {normals[i][j], normals[i][j + 1], normals[i + 1][j + 1], normals[i + 1][j]};
        int shade = j == 0 || j == points - 2 ? PLASTIC : colour;
        mesh.triangle(
            new double[][] {q[0], q[1], q[2]},
            new double[][] {n[0], n[1], n[2]},
            shade,
            Finish.PAINT);
        mesh.triangle(
            new double[][] {q[0], q[2], q[3]},
            new double[][] {n[0], n[2], n[3]},
            shade,
            Finish.PAINT);
      }
    }
  }

  private static double[] cross(double[] ahead, double[] behind, double[] left, double[] right) {
    double ux = right[0] - left[0];
    double uy = right[1] - left[1];
    double uz = right[2] - left[2];
    double vx = behind[0] - ahead[0];
    double vy = behind[1] - ahead[1];
    double vz = behind[2] - ahead[2];
    return Mesh.unit(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
  }

  private void cap(double[][] ring, boolean rear) {
    double[] middle = {ring[0][0], 0, ring[2][2]};
    double[] normal = {rear ? -1 : 1, 0, 0.12};
    double[][] normals = {normal, normal, normal};
    for (int j = 0; j < ring.length; j++) {
      double[] a = ring[j];
      double[] b = ring[(j + 1) % ring.length];
      mesh.triangle(new double[][] {middle, a, b}, normals, vehicle.rgb(), Finish.PAINT);
    }
  }

  private void bed(double belt) {
    double x0 = along(0.97);
    double x1 = along(kind.cabinEnd + 0.02);
    double y = side * 0.8;
    double z = belt + 0.035;
    flat(x0, x1, y, z, PLASTIC);
    flat(x0 + 0.12, x1 - 0.1, y - 0.1, z + 0.01, 0x111214);
  }

  private void flat(double x0, double x1, double y, double z, int colour) {
    mesh.quad(p(x0, -y, z), p(x1, -y, z), p(x1, y, z), p(x0, y, z), colour, Finish.MATTE);
  }

  private void cabin() {
    double belt = kind.belt * scale - 0.02;
    double roof = vehicle.height();
    double foot = side * 0.93;
    double head = side * (kind == VehicleKind.VAN ? 0.84 : 0.76);
    double x0 = along(kind.cabinEnd);
    double x1 = along(kind.roofRear);
    double x2 = along(kind.roofFront);
    double x3 = along(kind.screenFoot);
    double edge = roof - 0.06;
    int paint = vehicle.rgb();
    for (int s = -1; s <= 1; s += 2) {
      double[][] wall = {
        p(x0, s * foot, belt), p(x3, s * foot, belt), p(x2, s * head, edge), p(x1, s * head, edge)
      };
      face(wall, paint, Finish.PAINT);
      sideGlass(wall);
      face(
          new double[][] {
            p(x1, s * head, edge),
            p(x2, s * head, edge),
            p(x2 - 0.06, s * head * 0.82, roof),
            p(x1 + 0.06, s * head * 0.82, roof)
          },
          paint,
          Finish.PAINT);
    }
    double crown = head * 0.82;
    face(
        new double[][] {
          p(x1 + 0.06, -crown, roof),
          p(x2 - 0.06, -crown, roof),
          p(x2 - 0.06, crown, roof),
          p(x1 + 0.06, crown, roof)
        },
        paint,
        Finish.PAINT);
    screen(x3, x2, foot, head, belt, edge);
    screen(x0, x1, foot, head, belt, edge);
    rim(x2, -0.06, head, crown, edge, roof);
    rim(x1, 0.06, head, crown, edge, roof);
  }

  private void rim(double x, double inset, double head, double crown, double edge, double roof) {
    face(
        new double[][] {
          p(x, -head, edge), p(x, head, edge), p(x + inset, crown, roof), p(x + inset, -crown, roof)
        },
        vehicle.rgb(),
        Finish.PAINT);
  }

  private void screen(
      double xFoot, double xHead, double foot, double head, double belt, double edge) {
    double[][] pane = {
      p(xFoot, -foot, belt), p(xFoot, foot, belt), p(xHead, head, edge), p(xHead, -head, edge)
    };
    face(pane, vehicle.rgb(), Finish.PAINT);
    boolean blind = kind == VehicleKind.VAN && xFoot < 0 && (vehicle.rgb() & 1) == 0;
    if (!blind) {
      face(inset(pane, 0.05, 0.95, 0.06, 0.94), GLASS, Finish.GLASS);
    }
  }

  private void sideGlass(double[][] wall) {
    boolean cargo = kind == VehicleKind.VAN && (vehicle.rgb() & 2) == 0;
    double[][] panes =
        switch (kind) {
          case PICKUP -> new double[][] {{0.12, 0.86}};
          case VAN -> new double[][] {{0.04, 0.30}, {0.34, 0.62}, {0.66, 0.90}};
          case ESTATE, SUV -> new double[][] {{0.05, 0.27}, {0.30, 0.56}, {0.60, 0.88}};
          default -> new double[][] {{0.08, 0.44}, {0.49, 0.88}};
        };
    for (int i = cargo ? panes.length - 1 : 0; i < panes.length; i++) {
      face(inset(wall, panes[i][0], panes[i][1], 0.14, 0.88), GLASS, Finish.GLASS);
    }
  }

  /** A four-cornered part of a four-cornered face, moved out by a centimetre. */
  private static double[][] inset(double[][] face, double u0, double u1, double v0, double v1) {
    double[] n = outward(face);
    double[][] uv = {{u0, v0}, {u1, v0}, {u1, v1}, {u0, v1}};
    var inset = new double[4][3];
    for (int i = 0; i < 4; i++) {
      for (int axis = 0; axis < 3; axis++) {
        double low = face[0][axis] + uv[i][0] * (face[1][axis] - face[0][axis]);
        double high = face[3][axis] + uv[i][0] * (face[2][axis] - face[3][axis]);
        inset[i][axis] = low + uv[i][1] * (high - low) + 0.012 * n[axis];
      }
    }
    return inset;
  }

  /** The face's normal that points away from the car's middle. */
  private static double[] outward(double[][] face) {
    double[] n = Mesh.flatNormal(face[0], face[1], face[2]);
    double away = n[0] * face[0][0] + n[1] * face[0][1] + n[2] * (face[0][2] - 0.7);
    return away < 0 ? new double[] {-n[0], -n[1], -n[2]} : n;
  }

  private void face(double[][] q, int colour, Finish finish) {
    double[] n = outward(q);
    double[][] normals = {n, n, n};
    mesh.triangle(new double[][] {q[0], q[1], q[2]}, normals, colour, finish);
    mesh.triangle(new double[][] {q[0], q[2], q[3]}, normals, colour, finish);
  }

  private void wheels() {
    double radius = kind.height > 1.6 ? 0.36 : 0.31;
    double[] axles = {half - 0.19 * 2 * half, -half + 0.19 * 2 * half};
    for (double x : axles) {
      for (int s = -1; s <= 1; s += 2) {
        double y = s * side;
        disc(x, radius * 1.14, radius * 1.17, y * 0.992 + s * 0.012, 0x0E0F10);
        disc(x, radius, radius, y * 0.992 + s * 0.02, RUBBER);
        disc(x, radius, radius * 0.62, y * 0.992 + s * 0.028, HUB);
        tread(x, radius, y * 0.99);
      }
    }
  }

  private void disc(double x, double z, double radius, double y, int colour) {
    double[] n = {0, Math.signum(y), 0};
    double[][] normals = {n, n, n};
    double[] middle = p(x, y, z);
    for (int i = 0; i < 10; i++) {
      double[] a = rim(x, z, radius, y, i);
      double[] b = rim(x, z, radius, y, i + 1);
      mesh.triangle(new double[][] {middle, a, b}, normals, colour, Finish.MATTE);
    }
  }

  private void tread(double x, double radius, double y) {
    double inner = y - Math.signum(y) * 0.2;
    for (int i = 5; i < 10; i++) {
      mesh.quad(
          rim(x, radius, radius, y, i),
          rim(x, radius, radius, y, i + 1),
          rim(x, radius, radius, inner, i + 1),
          rim(x, radius, radius, inner, i),
          RUBBER,
          Finish.MATTE);
    }
  }

  private static double[] rim(double x, double z, double radius, double y, int step) {
    double angle = Math.PI * step / 5;
    return p(x + radius * Math.cos(angle), y, Math.max(0.01, z + radius * Math.sin(angle)));
  }

  private void lamps() {
    double hood = kind.hood * scale;
    double belt = kind.belt * scale;
    for (int s = -1; s <= 1; s += 2) {
      double front = s * side * 0.6;
      upright(
          half + 0.015, front, side * 0.19, hood * 0.60, hood * 0.73, 0xE8ECF0, Finish.FRONT_LAMP);
      upright(
          -half - 0.015,
          s * side * 0.68,
          side * 0.15,
          belt * 0.56,
          belt * 0.73,
          0x8E1414,
          Finish.REAR_LAMP);
    }
    upright(half + 0.014, 0, side * 0.36, hood * 0.48, hood * 0.66, PLASTIC, Finish.MATTE);
    upright(half + 0.018, 0, side * 0.62, SILL + 0.05, SILL + 0.17, PLASTIC, Finish.MATTE);
    upright(half + 0.02, 0, 0.26, hood * 0.40, hood * 0.40 + 0.11, 0xE4E4DC, Finish.MATTE);
    upright(-half - 0.02, 0, 0.26, belt * 0.5, belt * 0.5 + 0.11, 0xE4E4DC, Finish.MATTE);
    upright(-half - 0.016, 0, side * 0.66, SILL + 0.05, SILL + 0.17, PLASTIC, Finish.MATTE);
    double mirror = along(kind.screenFoot + 0.055);
    for (int s = -1; s <= 1; s += 2) {
      double y0 = s > 0 ? side * 0.94 : -side * 0.94 - 0.17;
      mesh.box(
          p(mirror - 0.05, y0, belt),
          p(mirror + 0.06, y0 + 0.17, belt + 0.12),
          vehicle.rgb(),
          Finish.PAINT);
    }
  }

  /** A small upright plate that faces along the car. */
  private void upright(
      double x, double y, double wide, double low, double high, int colour, Finish finish) {
    face(
        new double[][] {
          p(x, y - wide, low), p(x, y + wide, low), p(x, y + wide, high), p(x, y - wide, high)
        },
        colour,
        finish);
  }

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }
}
