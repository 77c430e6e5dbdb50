package lotwatch.ledger;

/**
 * The versions of what is written to the log. A cluster takes commands of a version only once all
 * its voters understand it; see {@link Command#version}.
 */
public final class Versions {
  /** What the first Lotwatch wrote, and what every cluster begins with. */
  public static final int FIRST = 1;

  /** The newest that this program understands. It understands all before it. */
  public static final int NEWEST = newest();

  /** A version is one byte in the log. */
  public static final int VERSION_MAX = 255;

  private Versions() {}

  /** Called, so that what was compiled against an older constant does not keep it. */
  private static int newest() {
    return 7;
  }
}
