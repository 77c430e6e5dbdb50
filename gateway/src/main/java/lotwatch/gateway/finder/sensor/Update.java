package lotwatch.gateway.finder.sensor;

import lotwatch.gateway.auth.Request;
import lotwatch.gateway.finder.sensor.UpdateLine.Numbering;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotId;
import lotwatch.ledger.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor said, on its way into the ledger.
 *
 * @param asked who said it, and that they want to
 * @param number makes a retry harmless; null if the sensor numbers nothing
 * @param ack is told the answer; null if the sensor has its answer already
 */
record Update(
    Request asked, LotId lot, Command command, @Nullable Numbering number, @Nullable Ack ack) {
  @Nullable RequestId request() {
    return number == null ? null : number.request();
  }
}
