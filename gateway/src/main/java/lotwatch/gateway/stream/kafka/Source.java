package lotwatch.gateway.stream.kafka;

import java.util.List;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.UnavailableException;
import lotwatch.records.Reading;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a topic holds, and what the ledger is told of it.
 *
 * @param <T> what one record says
 */
interface Source<T> {
  /** The topic. */
  String topic();

  /** Gets ready for the next records: reads what they depend on as it is now. */
  void refresh() throws DeniedException, UnavailableException;

  /** Reads one record. */
  Reading<T> read(ConsumerRecord<byte[], byte[]> record);

  /** What these records of a partition tell the ledger; perhaps there are none. */
  SessionCommand command(String stream, long from, long next, List<T> values);

  /** What an operator may want to know of it, one sentence each; any thread may ask. */
  default List<String> details() {
    return List.of();
  }
}
