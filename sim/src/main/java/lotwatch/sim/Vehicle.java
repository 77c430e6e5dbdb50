package lotwatch.sim;

import java.util.SplittableRandom;

/**
 * One car as it looks: outline, colour and size.
 *
 * @param rgb paint, gamma coded
 * @param scale of length, width and height against the kind's
 */
record Vehicle(VehicleKind kind, int rgb, double scale) {
  // what stands on real lots: mostly grey scale, some blue and red, few others
  private static final int[] PAINTS = {
    0xD8DADA, 0xCBCED0, 0xDFDFDA, 0xB4B8BC, 0xA3A8AD, 0xC3C5C6, 0x7B8086, 0x5C6167, 0x43474C,
    0x2B2D31, 0x1C1D20, 0x222833, 0x24406F, 0x2F5D9B, 0x1F2F52, 0x7A1A1F, 0xA8242A, 0xC7322E,
    0x2F4A3A, 0x59624A, 0x8C7B62, 0xC8B590, 0xC9772B, 0xD6B32C, 0x5B3A2C, 0x4C86A8
  };

  static Vehicle random(SplittableRandom random) {
    double dice = random.nextDouble();
    VehicleKind kind =
        dice < 0.24
            ? VehicleKind.SEDAN
            : dice < 0.46
                ? VehicleKind.HATCHBACK
                : dice < 0.56
                    ? VehicleKind.SMALL
                    : dice < 0.68
                        ? VehicleKind.ESTATE
                        : dice < 0.89
                            ? VehicleKind.SUV
                            : dice < 0.95 ? VehicleKind.VAN : VehicleKind.PICKUP;
    int paint = PAINTS[random.nextInt(PAINTS.length)];
    double tint = 0.9 + 0.2 * random.nextDouble();
    return new Vehicle(kind, Tone.scaled(paint, tint), 0.96 + 0.07 * random.nextDouble());
  }

  double length() {
    return kind.length * scale;
  }

  double width() {
    return kind.width * scale;
  }

  double height() {
    return kind.height * scale;
  }
}
