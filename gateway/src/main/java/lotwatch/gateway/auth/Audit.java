package lotwatch.gateway.auth;

/** Where the record of what was asked goes. */
@FunctionalInterface
public interface Audit {
  /** Keeps none. */
  Audit NONE = (_, _) -> {};

  /**
   * Somebody asked, and this came of it. Never blocks.
   *
   * @param outcome such as {@code ACCEPTED}, {@code REJECTED FULL} or {@code DENIED}
   */
  void record(Request request, String outcome);
}
