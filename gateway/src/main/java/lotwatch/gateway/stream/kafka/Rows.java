package lotwatch.gateway.stream.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionCommand.Take;
import lotwatch.records.Reading;
import lotwatch.records.SessionRow;
import lotwatch.sessions.Session;
import lotwatch.sessions.Tariff;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topic of sessions that a job computes. */
final class Rows implements Source<Session> {
  private final String topic;
  private final EventLog eventLog;

  Rows(String topic, EventLog eventLog) {
    this.topic = topic;
    this.eventLog = eventLog;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void refresh() {}

  @Override
  public Reading<Session> read(ConsumerRecord<byte[], byte[]> record) {
    Map<String, byte[]> headers = new HashMap<>();
    for (var header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), header.value());
      }
    }
    return switch (SessionRow.read(record.value(), headers, usual(record))) {
      case Reading.Good<SessionRow>(var row) -> new Reading.Good<>(row.session());
      case Reading.Bad<SessionRow>(var reason, var detail) -> new Reading.Bad<>(reason, detail);
    };
  }

  /** What is in force when the record was written, for rows that do not say their tariff. */
  private Tariff usual(ConsumerRecord<byte[], byte[]> record) {
    var tariffs = eventLog.view().configuration().content().sessions().tariffs();
    return tariffs.at("", record.timestamp() / 1_000);
  }

  @Override
  public Take command(String stream, long from, long next, List<Session> values) {
    return new Take(stream, from, next, values);
  }
}
