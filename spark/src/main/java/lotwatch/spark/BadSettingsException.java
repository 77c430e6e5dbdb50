package lotwatch.spark;

/** The job cannot start as it was told; says what to change. */
public final class BadSettingsException extends Exception {
  private static final long serialVersionUID = 1;

  BadSettingsException(String message) {
    super(message);
  }
}
