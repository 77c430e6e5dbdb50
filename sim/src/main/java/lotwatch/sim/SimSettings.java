package lotwatch.sim;

import lotwatch.wire.settings.Section;

/**
 * The simulated campus as it is configured.
 *
 * @param seed decides what happens there
 * @param cameras whether a node without cameras shows it
 */
public record SimSettings(long seed, boolean cameras) {
  private static final int SEED = 7;

  /** Reads the section {@code sim}. */
  public static SimSettings read(Section sim) {
    return new SimSettings(
        sim.integer("seed", SEED, 0, Integer.MAX_VALUE), sim.flag("cameras", true));
  }
}
