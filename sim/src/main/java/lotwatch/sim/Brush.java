package lotwatch.sim;

import java.util.List;
import lotwatch.sim.Canvas.Corner;
import lotwatch.sim.Mesh.Finish;

/** Draws vehicles: turns, lights and projects their triangles onto a canvas. */
final class Brush {
  private final Lens lens;
  private final Canvas canvas;
  private final ShadeMap shade;
  private final Street street;
  private final Corner[] corners = {new Corner(), new Corner(), new Corner()};
  private final float[] rgb = new float[3];
  private Light light = Light.at(12, 0, 0);
  private float exposure = 1;

  Brush(Lens fine, Canvas canvas, ShadeMap shade, Street street) {
    lens = fine;
    this.canvas = canvas;
    this.shade = shade;
    this.street = street;
  }

  void light(Light now, float exposed) {
    light = now;
    exposure = exposed;
  }

  /**
   * Draws one vehicle.
   *
   * @param others shadows that may fall on it
   */
  void draw(Mesh mesh, Pose pose, List<Footprint> others) {
    double cos = Math.cos(pose.heading());
    double sin = Math.sin(pose.heading());
    float glow = light.lamps() > 0 ? street.at(pose.x(), pose.y()) * light.lamps() : 0;
    for (int t = 0; t < mesh.triangles(); t++) {
      boolean drawn = true;
      for (int c = 0; c < 3 && drawn; c++) {
        double mx = mesh.position(t, c, 0);
        double my = mesh.position(t, c, 1);
        double x = pose.x() + mx * cos - my * sin;
        double y = pose.y() + mx * sin + my * cos;
        double z = mesh.position(t, c, 2);
        double depth = lens.depth(x, y, z);
        drawn = depth > Lens.NEAR;
        double nx = mesh.normal(t, c, 0) * cos - mesh.normal(t, c, 1) * sin;
        double ny = mesh.normal(t, c, 0) * sin + mesh.normal(t, c, 1) * cos;
        shade(
            mesh.finish(t),
            mesh.colour(t),
            pose,
            x,
            y,
            z,
            nx,
            ny,
            mesh.normal(t, c, 2),
            glow,
            others);
        Corner corner = corners[c];
        corner.x = (float) lens.column(x, y, z, depth);
        corner.y = (float) lens.row(x, y, z, depth);
        corner.near = (float) (1 / depth);
        corner.red = rgb[0];
        corner.green = rgb[1];
        corner.blue = rgb[2];
      }
      if (drawn) {
        canvas.fill(corners[0], corners[1], corners[2], 0);
      }
    }
  }

  private float sunlit(double x, double y, double z, List<Footprint> others) {
    float sunlit = shade.at(x, y, z);
    double gx = x - light.sun()[0] / light.sun()[2] * z;
    double gy = y - light.sun()[1] / light.sun()[2] * z;
    for (int i = 0; i < others.size(); i++) {
      sunlit *= (float) others.get(i).sunlit(gx, gy);
    }
    return sunlit;
  }

  private void shade(
      Finish finish,
      int colour,
      Pose pose,
      double x,
      double y,
      double z,
      double nx,
      double ny,
      double nz,
      float glow,
      List<Footprint> others) {
    if (glows(finish, pose)) {
      return;
    }
    float[] sun = light.sun();
    double facing = nx * sun[0] + ny * sun[1] + nz * sun[2];
    float lit = facing > 0 || finish == Finish.GLASS ? sunlit(x, y, z, others) : 0;
    double vx = lens.x - x;
    double vy = lens.y - y;
    double vz = lens.z - z;
    double far = Math.sqrt(vx * vx + vy * vy + vz * vz);
    double toView = Math.max(0, (nx * vx + ny * vy + nz * vz) / far);
    double rz = 2 * toView * nz - vz / far;
    double shiny =
        (2 * toView * nx - vx / far) * sun[0] + (2 * toView * ny - vy / far) * sun[1] + rz * sun[2];
    double grazing = 1 - toView;
    double fresnel = grazing * grazing * grazing * grazing * grazing;
    double mirror =
        switch (finish) {
          case GLASS -> 0.10 + 0.75 * fresnel;
          case PAINT -> 0.045 + 0.40 * fresnel;
          default -> 0.01;
        };
    double spark =
        shiny > 0.9 && mirror > 0.02
            ? Math.pow(shiny, 70) * lit * (finish == Finish.GLASS ? 1.6 : 1.0)
            : 0;
    double sky = (0.5 + 0.5 * nz) * (0.42 + 0.58 * Math.min(1, z / 0.9));
    double bounce = (0.5 - 0.5 * nz) * 0.16;
    double up = Math.max(0, rz);
    double lamp = glow * (0.35 + 0.65 * Math.max(0, nz)) * 0.62;
    for (int i = 0; i < 3; i++) {
      float albedo = Tone.linear(colour >> (16 - 8 * i));
      double direct = light.direct()[i] * Math.max(0, facing) * lit;
      double ground = bounce * (light.sky()[i] + light.direct()[i] * sun[2] * 0.8);
      double warm = lamp * (i == 0 ? Street.RED : i == 1 ? Street.GREEN : Street.BLUE);
      double seen =
          rz < 0
              ? 0.13 * (light.sky()[i] + 0.7 * light.direct()[i] * sun[2]) + 0.1 * warm
              : light.horizon()[i] + (light.zenith()[i] - light.horizon()[i]) * Math.sqrt(up);
      double out =
          albedo * (light.sky()[i] * sky + ground + direct + warm)
              + mirror * seen
              + spark * light.direct()[i]
              + 0.10 * warm * mirror;
      rgb[i] = Tone.coded((float) (out * exposure)) + 0.5f;
    }
  }

  /** Sets the colour of a lamp that is lit. */
  private boolean glows(Finish finish, Pose pose) {
    boolean dark = light.lamps() > 0.15f;
    if (finish == Finish.FRONT_LAMP && pose.moving() && dark) {
      rgb[0] = 255;
      rgb[1] = 250;
      rgb[2] = 232;
      return true;
    }
    if (finish == Finish.REAR_LAMP && (pose.braking() || (pose.moving() && dark))) {
      rgb[0] = 250;
      rgb[1] = pose.braking() ? 62 : 30;
      rgb[2] = pose.braking() ? 46 : 26;
      return true;
    }
    return false;
  }
}
