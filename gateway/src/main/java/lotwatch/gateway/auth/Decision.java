package lotwatch.gateway.auth;

/** Whether somebody may do what they ask. */
public sealed interface Decision {
  /** They may. */
  record Allowed() implements Decision {}

  /**
   * They may not.
   *
   * @param reason for people; it is told to whoever asked
   */
  record Denied(String reason) implements Decision {}
}
