package lotwatch.gateway.stream.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionCommand.Take;
import lotwatch.ledger.SessionPolicy;
import lotwatch.records.Reading;
import lotwatch.records.SessionRow;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topic of sessions that a job computes. */
final class Rows implements Source<Session> {
  private final String topic;
  private final EventLog eventLog;
  private final AtomicLong otherCosts = new AtomicLong();

  /** By the name of a place, or of a lot, without regard to case. */
  private final Map<String, String> lots = new HashMap<>();

  private Tariffs tariffs = SessionPolicy.DEFAULT.tariffs();

  Rows(String topic, EventLog eventLog) {
    this.topic = topic;
    this.eventLog = eventLog;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void refresh() {
    var view = eventLog.view();
    var sessions = view.configuration().content().sessions();
    tariffs = sessions.tariffs();
    lots.clear();
    view.lots().forEach(lot -> lots.put(folded(lot.id().value()), lot.id().value()));
    sessions.places().forEach(place -> lots.put(folded(place.name()), place.lot()));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public Reading<Session> read(ConsumerRecord<byte[], byte[]> record) {
    Map<String, byte[]> headers = new HashMap<>();
    for (var header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), header.value());
      }
    }
    return switch (SessionRow.read(record.value(), headers, this::inForce)) {
      case Reading.Good<SessionRow>(var row) -> {
        if (row.cost() != row.session().cost()) {
          otherCosts.incrementAndGet();
        }
        yield new Reading.Good<>(row.session());
      }
      case Reading.Bad<SessionRow>(var reason, var detail) -> new Reading.Bad<>(reason, detail);
    };
  }

  /** For rows that do not say their tariff: that of their place when the stay began. */
  private Tariff inForce(SessionKey key, long start) {
    var location = folded(key.location());
    var lot = lots.getOrDefault(location, lots.get(location.split("/", 2)[0]));
    return tariffs.at(lot == null ? "" : lot, start);
  }

  @Override
  public List<String> details() {
    long count = otherCosts.get();
    return count == 0
        ? List.of()
        : List.of(
            "%d rows of %s have another cost than sessions.tariffs gives: whoever writes them has other prices"
                .formatted(count, topic));
  }

  @Override
  public Take command(String stream, long from, long next, List<Session> values) {
    return new Take(stream, from, next, values);
  }
}
