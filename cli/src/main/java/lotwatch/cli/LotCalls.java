package lotwatch.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Where lots are shown and reservations are made: over REST or at one of the TCP ports. */
sealed interface LotCalls extends AutoCloseable permits RestLotCalls, RpcLotCalls, TextLotCalls {
  /** Every lot: at least its id, capacity, occupied and free. */
  List<JsonNode> lots() throws Failure;

  /** Makes a reservation; {@code until} when, if the port tells. */
  JsonNode reserve(String lot, String plate) throws Failure;

  /** Cancels a reservation. */
  JsonNode cancel(String lot, String plate) throws Failure;

  @Override
  default void close() {}
}
