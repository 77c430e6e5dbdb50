package lotwatch.client;

import java.time.LocalDateTime;

/** What a {@link Subscriber} or a {@link NamedSubscriber} hears. */
public sealed interface Notice {
  /** The newest event that it tells of; to acknowledge it is to acknowledge all up to here. */
  long sequence();

  /**
   * A lot's free capacity changed.
   *
   * @param at the server's local time, without a zone
   * @param sequence the event's number, the same at every node; a subscription can go on from it
   */
  record Change(String lot, int free, LocalDateTime at, long sequence) implements Notice {}

  /**
   * Changes in between are not kept any more: ask for the lots anew. What comes after {@code to} is
   * told as usual. There were {@code to - after} events, of these and of other lots.
   *
   * @param after the last event that was heard of
   * @param to the newest that may have been missed
   */
  record Gap(long after, long to) implements Notice {
    @Override
    public long sequence() {
      return to;
    }
  }
}
