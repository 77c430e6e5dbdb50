package lotwatch.client;

import java.time.LocalDateTime;

/** What a {@link Subscriber} hears. */
public sealed interface Notice {
  /**
   * A lot's free places changed.
   *
   * @param at the server's local time, without a zone
   * @param sequence the event's number, the same at every node; a subscription can go on from it
   */
  record Change(String lot, int free, LocalDateTime at, long sequence) implements Notice {}

  /**
   * Changes in between are not kept any more: ask for the lots anew. What comes after {@code to} is
   * told as usual.
   *
   * @param after the last event that was heard of
   * @param to the newest that may have been missed
   */
  record Gap(long after, long to) implements Notice {}
}
