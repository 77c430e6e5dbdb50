package lotwatch.gateway.live;

import java.io.IOException;

/** Where what happens goes to one client. */
interface LiveOutput {
  /**
   * Takes a block, which nobody changes.
   *
   * @throws IOException when the client is gone or does not read
   */
  void write(byte[] block) throws IOException, InterruptedException;

  /** Sends what was taken and not yet sent; whether anything was sent since the last flush. */
  boolean flush() throws IOException, InterruptedException;
}
