package lotwatch.replica;

/** A replica or its folder could not be opened. The message says what is wrong and what to do. */
public final class ReplicaException extends Exception {
  private static final long serialVersionUID = 1;

  ReplicaException(String message) {
    super(message);
  }

  ReplicaException(String message, Throwable cause) {
    super(message, cause);
  }
}
