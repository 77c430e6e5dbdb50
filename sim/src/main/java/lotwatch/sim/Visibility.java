package lotwatch.sim;

/** How much of a spot is hidden behind other things in an image. */
final class Visibility {
  private static final int POINTS = 6;

  private final Lens lens;
  private final Canvas drawn;

  /**
   * @param drawn the same view in fine pixels
   */
  Visibility(Lens lens, Canvas drawn) {
    this.lens = lens;
    this.drawn = drawn;
  }

  /**
   * The hidden share, 0..1.
   *
   * @param full whether a car stands there: then its body counts, which hides nothing of itself
   */
  double hidden(Spot spot, boolean full) {
    int hidden = 0;
    double z = full ? 0.8 : 0.05;
    double slack = full ? 2.6 : 0.25;
    for (int i = 0; i < POINTS * POINTS; i++) {
      double along = (Math.floorMod(i, POINTS) + 0.5) / POINTS - 0.5;
      double across = (Math.floorDiv(i, POINTS) + 0.5) / POINTS - 0.5;
      double[] at = spot.point(along * 0.9, across * 0.8);
      double depth = lens.depth(at[0], at[1], z);
      int column = (int) (lens.column(at[0], at[1], z, depth) * Backdrop.FINE);
      int row = (int) (lens.row(at[0], at[1], z, depth) * Backdrop.FINE);
      boolean outside = column < 0 || row < 0 || column >= drawn.width || row >= drawn.height;
      if (outside || drawn.near[row * drawn.width + column] > 1 / Math.max(0.5, depth - slack)) {
        hidden++;
      }
    }
    return (double) hidden / (POINTS * POINTS);
  }
}
