package lotwatch.lab.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each system, as a process, does what it is measured for; how fast is not asked here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrokerTest {
  private SubscriberLoop listener;
  private Brokers brokers;

  @BeforeEach
  void open() throws Exception {
    listener = new SubscriberLoop();
    brokers = new Brokers(Path.of(System.getProperty("java.io.tmpdir")), List.of());
  }

  @AfterEach
  void close() throws Exception {
    listener.close();
    brokers.close();
  }

  private Broker start(String name) throws Exception {
    brokers.start(List.of(name));
    assumeTrue(!brokers.all().isEmpty(), () -> "skipped: " + brokers.failed());
    return brokers.all().getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours", "streams", "etcd", "postgres", "redis", "mosquitto", "nats"})
  void everySubscriberReceivesEveryEvent(String name) throws Exception {
    var broker = start(name);
    try (var speaker = new Speaker(broker.publisher())) {
      var fanout = new FanoutRounds(listener, Map.of(broker, speaker));
      var results = fanout.run(5, new FanoutRounds.Plan(2, Duration.ofMillis(500), 100));

      assertThat(results).hasSize(1);
      var result = results.getFirst();
      assumeTrue(
          name.equals(Brokers.OURS) || (result.missing() == 0 && result.problem().isEmpty()),
          "skipped: %s lost %d events. %s".formatted(name, result.missing(), result.problem()));
      assertThat(results.getFirst().missing()).isZero();
      assertThat(results.getFirst().rounds())
          .hasSize(2)
          .allSatisfy(lag -> {
            assertThat(lag.p50()).isPositive();
            assertThat(lag.max()).isGreaterThanOrEqualTo(lag.p99());
          });
    }
  }

  @Test
  void ourDropsAreCountedToTheLast() throws Exception {
    var ours = start("ours");
    try (var speaker = new Speaker(ours.publisher())) {
      var result = new Stall(listener).run(ours, speaker, 20_000, 10_000);

      assertThat(result.dropped().orElse(0)).isPositive();
      assertThat(result.received()).isLessThan(20_000);
      assertThat(result.unaccounted()).hasValue(0);
      assertThat(result.newest()).isTrue();
      assertThat(result.end()).isEmpty();
    }
  }

  /** What Redis does with its clients is its own affair: ours is that we notice. */
  @Test
  void redisCutsOffWhoDoesNotRead() throws Exception {
    var redis = (Redis) start("redis");
    try (var speaker = new Speaker(redis.publisher())) {
      var result = new Stall(listener).run(redis, speaker, 85_000, 5_000);

      long cutOff = redis.cutOff();
      assumeTrue(
          cutOff == 1 && result.during().missing() == 0,
          "skipped: Redis cut off %d of %d subscribers, one of which does not read"
              .formatted(cutOff, Stall.SUBSCRIBERS));
      assertThat(result.end()).isNotEmpty();
      assertThat(result.newest()).isFalse();
    }
  }

  @Test
  void peerThatFailsIsLeftOut() throws Exception {
    var gone = new Mute();
    try (var speaker = new Speaker(gone.publisher())) {
      var result =
          new FanoutRounds(listener, Map.of(gone, speaker))
              .run(1, new FanoutRounds.Plan(2, Duration.ofMillis(100), 100))
              .getFirst();

      assertThat(result.problem()).isEqualTo("full");
      assertThat(result.rounds()).isEmpty();
    }
  }

  @Test
  void nobodyListensWhereNobodyIs() {
    var nobody = Broker.local(1);

    assertThatThrownBy(() ->
            listener.subscribe(
                (audience, selector) ->
                    new WireSubscriber(audience, new RedisWire(), nobody, selector),
                1))
        .hasMessageContaining("refused");
  }
}
