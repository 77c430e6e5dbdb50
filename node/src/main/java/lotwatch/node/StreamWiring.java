package lotwatch.node;

import io.micrometer.core.instrument.Gauge;
import java.util.List;
import java.util.stream.Stream;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.sightings.SightingSink;
import lotwatch.gateway.stream.kafka.KafkaStream;
import lotwatch.gateway.stream.kafka.SightingWriter;
import lotwatch.gateway.stream.kafka.StreamSettings;
import lotwatch.gateway.stream.kafka.StreamSettings.Engine;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.node.placement.SimulatedCars;
import lotwatch.sessions.Clone;
import org.jspecify.annotations.Nullable;

/** Where sightings go, and what is read of Kafka; nothing of it is loaded where none is named. */
final class StreamWiring {
  private StreamWiring() {}

  /** What writes sightings for another engine; null if the ledger makes the sessions. */
  static @Nullable SightingWriter writer(
      StreamSettings settings, EventLog eventLog, Opened opened) {
    return settings.engine() == Engine.SPARK && settings.kafka().isPresent()
        ? opened.add(KafkaStream.writer(settings, eventLog))
        : null;
  }

  /** Where simulated cars are reported. */
  static SimulatedCars.Reports reports(@Nullable SightingWriter writer, Inbox inbox) {
    return writer == null ? seen -> inbox.submit(new See(seen), null) : writer::write;
  }

  /** Where sightings of others go. */
  static SightingSink sink(@Nullable SightingWriter writer, Gate gate) {
    return writer == null ? SightingSink.ledger(gate) : writer.behind(gate);
  }

  /** Begins to read what the file names; null if it names no broker. */
  static @Nullable KafkaStream open(
      StreamSettings settings, KafkaStream.Parts parts, Inbox inbox, Opened opened) {
    Gauge.builder("lotwatch.sessions.clones", parts.eventLog(), StreamWiring::clones)
        .description("plates that are at two places at once")
        .register(parts.registry());
    opened.add(
        UnreadSessions.start(settings, parts.eventLog(), inbox, parts.leads(), parts.clock()));
    return settings.kafka().isPresent() ? opened.add(KafkaStream.open(settings, parts)) : null;
  }

  private static int clones(EventLog eventLog) {
    return Clone.among(eventLog.view().sessions()).size();
  }

  /** What is to be told of it beside that. */
  static Stream<String> details(@Nullable KafkaStream stream) {
    return stream == null ? Stream.empty() : stream.details().stream();
  }

  /** What is wrong with it. */
  static List<String> degraded(@Nullable KafkaStream stream) {
    return stream == null ? List.of() : stream.degraded();
  }
}
