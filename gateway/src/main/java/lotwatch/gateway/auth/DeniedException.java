package lotwatch.gateway.auth;

/** Somebody may not do what they asked; the message is the reason. */
public final class DeniedException extends Exception {
  private static final long serialVersionUID = 1;

  /** Without a stack trace: it is an answer, and may be asked for often. */
  DeniedException(String reason) {
    super(reason, null, false, false);
  }

  /** Why not, for people. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
