package lotwatch.gateway.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.Principal;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.pseudonyms.SeenPlates;
import lotwatch.gateway.sightings.UnusedSightings;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionPolicy;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.Places;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic of one partition, a ledger that reads it, and a clock that is set. */
class LiveClocksTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final long THEN = NOON.getEpochSecond() - 3_600;
  private static final TopicPartition PARTITION = new TopicPartition("cars", 0);
  private static final KafkaSettings SETTINGS =
      new KafkaSettings("127.0.0.1:9092", "cars", "ticks", "sessions", "dead");

  private Instant now = NOON;
  private final MemoryLedger memory = new MemoryLedger(() -> now);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Map<String, Long> times = new HashMap<>();
  private final TopicReader<Sighting> reader = reader();
  private long end;

  private TopicReader<Sighting> reader() {
    var requester = new Requester(new Principal("kafka", "test"), "kafka", "127.0.0.1:9092");
    var source =
        new Sightings(
            "cars",
            memory,
            new SeenPlates(memory.gate(), memory),
            requester.asks(Action.SIGHT, "cars"),
            true,
            () -> now,
            times);
    var unused = new UnusedSightings(() -> now);
    var deadLetters = new DeadLetters(SETTINGS, new SimpleMeterRegistry(), unused);
    return new TopicReader<>(source, memory.gate(), memory, requester, deadLetters);
  }

  @BeforeEach
  void open() throws Exception {
    memory.submit(new RaiseVersion(7), null);
    var policy =
        new SessionPolicy(Rules.DEFAULT, Tariffs.of(Tariff.SYSTEM_C), Places.systemC().all(), true);
    memory.submit(
        new ApplyConfiguration(
            0, new Configuration(Policy.DEFAULT, List.of(), List.of(), policy), Reserved.ENDS),
        null);
    consumer.updatePartitions("cars", List.of(new PartitionInfo("cars", 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    reader.open(consumer);
  }

  /** The broker has one more. */
  private void write(Status status, long second) {
    var key = new SessionKey("29A-12345", "A1");
    var sighting = new Sighting("unused", key, status, second);
    var value = SightingRecord.value(sighting, ZoneOffset.UTC);
    consumer.addRecord(new ConsumerRecord<>("cars", 0, end, null, value));
    end++;
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  /** As {@link KafkaStream} does, and long after it did it last. */
  private void look() throws Exception {
    new LiveClocks(reader, memory, () -> now, times).look(consumer);
  }

  private List<Session> ended() {
    return memory.view().endedSessions().stream().map(each -> each.session()).toList();
  }

  @Test
  void stayThatComesAnHourLateIsWholeWhileTheClockGoesOn() throws Exception {
    for (long second = 0; second <= 1_800; second += 30) {
      look();
      write(second < 1_800 ? Status.PARKED : Status.EXITING, THEN + second);
      reader.read(consumer);
      now = now.plusSeconds(30);
    }

    assertThat(ended()).hasSize(1);
    assertThat(ended().getFirst().seconds()).isEqualTo(1_800);
  }

  @Test
  void sessionThatNothingMoreIsToldOfTimesOut() throws Exception {
    look();
    write(Status.PARKED, THEN);
    reader.read(consumer);
    now = now.plusSeconds(600);
    look();
    assertThat(ended()).isEmpty();

    now = now.plusSeconds(1);
    look();

    assertThat(ended()).hasSize(1);
    assertThat(ended().getFirst().last()).isEqualTo(THEN);
  }

  /** What is left may say that the car is still there. */
  @Test
  void timeStandsWhileRecordsAreLeft() throws Exception {
    write(Status.PARKED, NOON.getEpochSecond());
    reader.read(consumer);
    now = now.plusSeconds(3_600);
    write(Status.PARKED, NOON.getEpochSecond() + 590);
    look();
    assertThat(times).isEmpty();
    reader.read(consumer);
    assertThat(memory.view().sessions()).hasSize(1);

    look();

    assertThat(ended()).singleElement().matches(each -> each.seconds() == 590);
  }
}
