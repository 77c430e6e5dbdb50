package lotwatch.sim;

import java.util.Arrays;

/** A solid thing as triangles: corners in metres with normals, a colour and a finish each. */
final class Mesh {
  /** How a surface takes light. */
  enum Finish {
    PAINT,
    GLASS,
    MATTE,
    LEAF,
    FRONT_LAMP,
    REAR_LAMP,
    WINDOW,
    STREET_LAMP
  }

  private float[] xyz = new float[9 * 64];
  private float[] normals = new float[9 * 64];
  private int[] colours = new int[64];
  private Finish[] finishes = new Finish[64];
  private int triangles;

  int triangles() {
    return triangles;
  }

  float position(int triangle, int corner, int axis) {
    return xyz[triangle * 9 + corner * 3 + axis];
  }

  float normal(int triangle, int corner, int axis) {
    return normals[triangle * 9 + corner * 3 + axis];
  }

  int colour(int triangle) {
    return colours[triangle];
  }

  Finish finish(int triangle) {
    return finishes[triangle];
  }

  /** Adds a flat triangle; its front is where the corners run counter-clockwise. */
  void triangle(double[] a, double[] b, double[] c, int colour, Finish finish) {
    double[] n = flatNormal(a, b, c);
    triangle(new double[][] {a, b, c}, new double[][] {n, n, n}, colour, finish);
  }

  /** Adds a triangle with a normal at each corner. */
  void triangle(double[][] corners, double[][] cornerNormals, int colour, Finish finish) {
    if (triangles == colours.length) {
      xyz = Arrays.copyOf(xyz, xyz.length * 2);
      normals = Arrays.copyOf(normals, normals.length * 2);
      colours = Arrays.copyOf(colours, colours.length * 2);
      finishes = Arrays.copyOf(finishes, finishes.length * 2);
    }
    for (int corner = 0; corner < 3; corner++) {
      for (int axis = 0; axis < 3; axis++) {
        xyz[triangles * 9 + corner * 3 + axis] = (float) corners[corner][axis];
        normals[triangles * 9 + corner * 3 + axis] = (float) cornerNormals[corner][axis];
      }
    }
    colours[triangles] = colour;
    finishes[triangles] = finish;
    triangles++;
  }

  void quad(double[] a, double[] b, double[] c, double[] d, int colour, Finish finish) {
    triangle(a, b, c, colour, finish);
    triangle(a, c, d, colour, finish);
  }

  /** Adds the four sides and the top of an upright box. */
  void box(double[] from, double[] to, int colour, Finish finish) {
    double[][] p = new double[8][];
    for (int i = 0; i < 8; i++) {
      p[i] =
          new double[] {
            (i & 1) == 0 ? from[0] : to[0],
            (i & 2) == 0 ? from[1] : to[1],
            (i & 4) == 0 ? from[2] : to[2]
          };
    }
    quad(p[0], p[1], p[5], p[4], colour, finish);
    quad(p[1], p[3], p[7], p[5], colour, finish);
    quad(p[3], p[2], p[6], p[7], colour, finish);
    quad(p[2], p[0], p[4], p[6], colour, finish);
    quad(p[4], p[5], p[7], p[6], colour, finish);
  }

  static double[] flatNormal(double[] a, double[] b, double[] c) {
    double ux = b[0] - a[0];
    double uy = b[1] - a[1];
    double uz = b[2] - a[2];
    double vx = c[0] - a[0];
    double vy = c[1] - a[1];
    double vz = c[2] - a[2];
    return unit(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
  }

  static double[] unit(double x, double y, double z) {
    double length = Math.max(1e-9, Math.sqrt(x * x + y * y + z * z));
    return new double[] {x / length, y / length, z / length};
  }
}
