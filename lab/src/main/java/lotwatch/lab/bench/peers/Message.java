package lotwatch.lab.bench.peers;

/** What a system says to somebody who listens, or to somebody who publishes. */
sealed interface Message {
  /** Subscribed: what happens from here on is told. */
  record Ready() implements Message {}

  /**
   * Something was published.
   *
   * @param number its {@link Payload}'s
   */
  record Published(int number) implements Message {}

  /**
   * It wants to know whether we are there.
   *
   * @param answer what to say
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  record Asked(byte[] answer) implements Message {}

  /** Nothing that matters here. */
  record Aside() implements Message {}

  Message READY = new Ready();
  Message ASIDE = new Aside();
}
