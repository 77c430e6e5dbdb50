package lotwatch.lab.bench.peers;

import java.io.IOException;

/** One that publishes events. Used by one thread. */
interface Publisher extends AutoCloseable {
  /**
   * Makes an event ready to be sent, and takes the answers that are there.
   *
   * @throws IOException if one of them is a refusal, with its words
   */
  void prepare(int number) throws IOException;

  /** Sends what was prepared; returns as soon as it is taken. */
  void publish() throws IOException;

  @Override
  void close() throws IOException;
}
