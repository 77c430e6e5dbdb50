package lotwatch.node;

import org.jspecify.annotations.Nullable;

/** The node cannot start; the message says why and what to do. */
public final class NodeException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says why. */
  public NodeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
