package lotwatch.cli;

import java.util.List;
import lotwatch.client.TextClient;
import tools.jackson.databind.JsonNode;

/** The text port. */
record TextLotCalls(FinderUrl gateway, TextClient client) implements LotCalls {
  TextLotCalls(FinderUrl gateway) {
    this(gateway, new TextClient(gateway.addresses(), FinderUrl.TIMEOUTS));
  }

  @Override
  public List<JsonNode> lots() throws Failure {
    return FinderUrl.json(gateway.ask(client::lots));
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    return switch (gateway.ask(() -> client.reserve(lot, plate))) {
      case OK -> FinderUrl.held(lot);
      case EXISTS ->
          throw new Failure(
              Exit.REFUSED, "the plate has a reservation in %s already".formatted(lot));
      case FULL -> throw new Failure(Exit.REFUSED, lot + " is full");
    };
  }

  @Override
  public JsonNode cancel(String lot, String plate) throws Failure {
    if (!gateway.ask(() -> client.cancel(lot, plate))) {
      throw FinderUrl.notFound(lot);
    }
    return FinderUrl.done();
  }

  @Override
  public void close() {
    client.close();
  }
}
