package lotwatch.wire;

import java.time.Duration;
import java.time.Instant;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.RequestId;
import lotwatch.wire.proto.Span;
import lotwatch.wire.proto.Time;

/** The small words that all groups share. */
final class Terms {
  private Terms() {}

  static Time time(Instant at) {
    return Time.newBuilder().setSecond(at.getEpochSecond()).setNano(at.getNano()).build();
  }

  static Instant time(Time at) {
    return Instant.ofEpochSecond(at.getSecond(), at.getNano());
  }

  static Span span(Duration span) {
    return Span.newBuilder().setSecond(span.getSeconds()).setNano(span.getNano()).build();
  }

  static Duration span(Span span) {
    return Duration.ofSeconds(span.getSecond(), span.getNano());
  }

  /**
   * A line's head with its command.
   *
   * @param named whether the line has a request; if not, its text says nothing
   * @param client who named it; 0 if that is not known
   */
  static Entry entry(Time at, boolean named, String request, int client, Command command) {
    return new Entry(time(at), named ? new RequestId(request, client) : null, command);
  }
}
