package lotwatch.gateway.stream.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Principal;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.pseudonyms.SeenPlates;
import lotwatch.gateway.sightings.UnusedSightings;
import lotwatch.gateway.stream.kafka.StreamSettings.Clock;
import lotwatch.gateway.stream.kafka.StreamSettings.Engine;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.UnavailableException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A topic of the parking stream as the leading node reads it, in a thread of its own: sightings
 * where the ledger makes sessions, else sessions, beside which it tells the job the time.
 */
public final class KafkaStream implements AutoCloseable {
  /** Between two looks whether this node leads. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final KafkaSettings settings;
  private final BooleanSupplier leads;
  private final TopicReader<?> reader;
  private final Beside beside;
  private final DeadLetters deadLetters;
  private final LetterReader letters;
  private final @Nullable Ticker ticker;
  private final Condition condition = new Condition();
  private final Thread thread;
  private volatile boolean closed;

  /** What is done between two looks at the topic. */
  @FunctionalInterface
  private interface Beside {
    void look(Consumer<byte[], byte[]> consumer)
        throws TroubleException, UnavailableException, DeniedException, InterruptedException;
  }

  private KafkaStream(
      KafkaSettings settings,
      BooleanSupplier leads,
      TopicReader<?> reader,
      Beside beside,
      DeadLetters deadLetters,
      LetterReader letters,
      @Nullable Ticker ticker) {
    this.settings = settings;
    this.leads = leads;
    this.reader = reader;
    this.beside = beside;
    this.deadLetters = deadLetters;
    this.letters = letters;
    this.ticker = ticker;
    this.thread = Thread.ofVirtual().name("kafka-" + reader.topic()).unstarted(this::run);
  }

  /**
   * What it works with.
   *
   * @param leads whether this node is the one that reads
   * @param unused is told what counts for nothing
   */
  public record Parts(
      Gate gate,
      EventLog eventLog,
      BooleanSupplier leads,
      MeterRegistry registry,
      UnusedSightings unused,
      InstantSource clock) {}

  /** Begins to read. */
  public static KafkaStream open(StreamSettings stream, Parts parts) {
    var settings = stream.kafka().orElseThrow();
    var requester =
        new Requester(new Principal("kafka", "configuration"), "kafka", settings.servers());
    var deadLetters = new DeadLetters(settings, parts.registry, parts.unused);
    boolean live = stream.clock() == Clock.LIVE;
    var opened =
        stream.engine() == Engine.EMBEDDED
            ? sightings(settings, parts, requester, deadLetters, live)
            : rows(settings, parts, requester, deadLetters, live);
    opened.count(parts.registry);
    opened.thread.start();
    return opened;
  }

  /** What writes sightings to the input. */
  public static SightingWriter writer(StreamSettings stream, EventLog eventLog) {
    return new SightingWriter(stream.kafka().orElseThrow(), eventLog);
  }

  private static KafkaStream sightings(
      KafkaSettings settings,
      Parts parts,
      Requester requester,
      DeadLetters deadLetters,
      boolean live) {
    var plates = new SeenPlates(parts.gate, parts.eventLog);
    var times = new ConcurrentHashMap<String, Long>();
    Gauge.builder("lotwatch.kafka.followed", times, Map::size)
        .description("partitions that were read to their end: their clocks go with the cluster's")
        .tag("topic", settings.input())
        .register(parts.registry);
    var source =
        new Sightings(
            settings.input(),
            parts.eventLog,
            plates,
            requester.asks(Action.SIGHT, settings.input()),
            live,
            parts.clock,
            times);
    var reader = new TopicReader<>(source, parts.gate, parts.eventLog, requester, deadLetters);
    var clocks = new LiveClocks(reader, parts.eventLog, parts.clock, times);
    return new KafkaStream(
        settings,
        parts.leads,
        reader,
        live ? clocks::look : _ -> {},
        deadLetters,
        LetterReader.start(settings, parts.unused),
        null);
  }

  private static KafkaStream rows(
      KafkaSettings settings,
      Parts parts,
      Requester requester,
      DeadLetters deadLetters,
      boolean live) {
    var source = new Rows(settings.output(), parts.eventLog);
    var reader = new TopicReader<>(source, parts.gate, parts.eventLog, requester, deadLetters);
    var ticker = live ? new Ticker(settings, parts.eventLog, parts.clock) : null;
    return new KafkaStream(
        settings,
        parts.leads,
        reader,
        ticker == null ? _ -> {} : ticker::look,
        deadLetters,
        LetterReader.start(settings, parts.unused),
        ticker);
  }

  private void count(MeterRegistry registry) {
    Gauge.builder("lotwatch.kafka.lag", reader, each -> each.lag())
        .description("records of the topic that are not read yet; 0 where another node reads")
        .tag("topic", reader.topic())
        .register(registry);
    FunctionCounter.builder("lotwatch.kafka.deleted", reader, each -> each.deleted())
        .description("records that the broker deleted before they were read")
        .tag("topic", reader.topic())
        .register(registry);
  }

  private void run() {
    while (!closed) {
      if (!leads.getAsBoolean()) {
        condition.works();
        reader.rest();
        if (ticker != null) {
          ticker.rest();
        }
        LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        continue;
      }
      try (var consumer = Clients.consumer(settings.servers())) {
        reader.open(consumer);
        while (!closed && leads.getAsBoolean()) {
          beside.look(consumer);
          reader.read(consumer);
          condition.works();
        }
      } catch (KafkaException e) {
        fails("Kafka at %s does not answer: %s".formatted(settings.servers(), e.getMessage()));
      } catch (TroubleException | UnavailableException | DeniedException e) {
        fails(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        return; // it is closed
      }
    }
  }

  private void fails(String why) {
    if (!closed) {
      condition.fails(why);
      LockSupport.parkNanos(this, condition.nextWait().toNanos());
    }
  }

  /** What an operator should mend, one sentence each. */
  public List<String> degraded() {
    return ticker == null
        ? condition.degraded()
        : Stream.concat(condition.degraded().stream(), ticker.degraded().stream()).toList();
  }

  /** What else an operator may want to know, one sentence each. */
  public List<String> details() {
    var details = new ArrayList<>(reader.details());
    var dead = deadLetters.told();
    if (!dead.isEmpty()) {
      details.add("records of %s that cannot be used: %s".formatted(reader.topic(), dead));
    }
    return details;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Clients.ANSWER_WAIT_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ticker != null) {
      ticker.close();
    }
    letters.close();
    deadLetters.close();
  }
}
