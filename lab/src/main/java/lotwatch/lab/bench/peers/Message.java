package lotwatch.lab.bench.peers;

import java.util.List;

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
   * It wants to know whether we are there, or what we want next.
   *
   * @param answer what to say
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  record Asked(byte[] answer) implements Message {}

  /** Several in one. */
  record Batch(List<Message> messages) implements Message {
    public Batch {
      messages = List.copyOf(messages);
    }
  }

  /** Nothing that matters here. */
  record Aside() implements Message {}

  Message READY = new Ready();
  Message ASIDE = new Aside();
}
