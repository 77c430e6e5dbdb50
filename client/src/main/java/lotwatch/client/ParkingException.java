package lotwatch.client;

import org.jspecify.annotations.Nullable;

/** Why a call has no result. A message never holds a plate. */
public abstract sealed class ParkingException extends Exception {
  private static final long serialVersionUID = 1;

  private ParkingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No server answered in time, or one said that it cannot answer now. Worth another try. */
  public static final class Unavailable extends ParkingException {
    private static final long serialVersionUID = 1;

    private final boolean applied;

    Unavailable(String message, boolean mayBeApplied, @Nullable Throwable cause) {
      super(message, cause);
      applied = mayBeApplied;
    }

    /**
     * Whether what was asked may have been done all the same. If so, only a call with the same
     * request id, or the same number of a sensor, repeats it without harm.
     */
    public boolean mayBeApplied() {
      return applied;
    }
  }

  /** There is no such lot. Nothing was changed. */
  public static final class UnknownLot extends ParkingException {
    private static final long serialVersionUID = 1;

    UnknownLot(String message) {
      super(message, null);
    }
  }

  /** The server will not do this, whoever asks again. Nothing was changed. */
  public static final class Rejected extends ParkingException {
    private static final long serialVersionUID = 1;

    Rejected(String message) {
      super(message, null);
    }
  }

  /** Another connection subscribed by the same name, and is told from now on what happens. */
  public static final class TakenOver extends ParkingException {
    private static final long serialVersionUID = 1;

    TakenOver(String message) {
      super(message, null);
    }
  }

  /**
   * What came back is no answer to what was asked: another protocol, another call's answer, or
   * beyond a limit. Whether the call was carried out is not known; its connection was closed.
   */
  public static final class BrokenProtocol extends ParkingException {
    private static final long serialVersionUID = 1;

    BrokenProtocol(String message) {
      super(message, null);
    }
  }

  /** What a port's error says, by its first word. */
  static ParkingException said(String error) {
    if (error.startsWith("unavailable: ")) {
      return new Unavailable(error, true, null);
    }
    if (error.startsWith("taken: ")) {
      return new TakenOver(error);
    }
    return error.startsWith("Unknown lot") ? new UnknownLot(error) : new Rejected(error);
  }
}
