package lotwatch.gateway.finder.sensor;

import lotwatch.ledger.Command;
import lotwatch.ledger.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor said, on its way into the ledger.
 *
 * @param request makes a retry harmless; null if the sensor numbers nothing
 * @param ack is told the answer; null if the sensor has its answer already
 */
record Update(Command command, @Nullable RequestId request, @Nullable Ack ack) {}
