package lotwatch.sim;

/**
 * The outlines vehicles come in, all lengths in metres.
 *
 * @see Vehicle
 */
enum VehicleKind {
  //    length, width, height, belt, hood, bonnet end, roof front, roof rear, cabin end
  SEDAN(4.65, 1.82, 1.45, 0.93, 0.80, 0.27, 0.40, 0.74, 0.88),
  HATCHBACK(4.10, 1.77, 1.48, 0.95, 0.82, 0.24, 0.37, 0.88, 0.97),
  SMALL(3.55, 1.65, 1.50, 0.96, 0.86, 0.19, 0.32, 0.90, 0.98),
  ESTATE(4.75, 1.83, 1.47, 0.94, 0.81, 0.26, 0.38, 0.91, 0.98),
  SUV(4.55, 1.88, 1.70, 1.10, 0.98, 0.25, 0.36, 0.89, 0.97),
  VAN(5.05, 1.95, 1.98, 1.15, 1.02, 0.15, 0.27, 0.96, 0.985),
  PICKUP(5.30, 1.92, 1.80, 1.12, 1.02, 0.24, 0.33, 0.53, 0.58);

  final double length;
  final double width;
  final double height;

  /** Top of the doors' sheet metal. */
  final double belt;

  /** Top of the bonnet at its front. */
  final double hood;

  /** Where along the length, from the front, the windscreen begins. */
  final double screenFoot;

  /** Where the roof begins. */
  final double roofFront;

  /** Where the roof ends. */
  final double roofRear;

  /** Where the rear window ends. */
  final double cabinEnd;

  VehicleKind(
      double length,
      double width,
      double height,
      double belt,
      double hood,
      double screenFoot,
      double roofFront,
      double roofRear,
      double cabinEnd) {
    this.length = length;
    this.width = width;
    this.height = height;
    this.belt = belt;
    this.hood = hood;
    this.screenFoot = screenFoot;
    this.roofFront = roofFront;
    this.roofRear = roofRear;
    this.cabinEnd = cabinEnd;
  }
}
