package lotwatch.cli;

import java.util.List;
import lotwatch.client.TextClient;
import tools.jackson.databind.JsonNode;

/** The text door. */
record TextLotCalls(FinderUrl door, TextClient client) implements LotCalls {
  TextLotCalls(FinderUrl door) {
    this(door, new TextClient(door.addresses(), FinderUrl.TIMEOUTS));
  }

  @Override
  public List<JsonNode> lots() throws Failure {
    return FinderUrl.json(door.ask(client::lots));
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    return switch (door.ask(() -> client.reserve(lot, plate))) {
      case OK -> FinderUrl.held(lot);
      case EXISTS ->
          throw new Failure(Exit.REFUSED, "the plate holds a place in %s already".formatted(lot));
      case FULL -> throw new Failure(Exit.REFUSED, lot + " is full");
    };
  }

  @Override
  public JsonNode cancel(String lot, String plate) throws Failure {
    if (!door.ask(() -> client.cancel(lot, plate))) {
      throw FinderUrl.notFound(lot);
    }
    return FinderUrl.done();
  }

  @Override
  public void close() {
    client.close();
  }
}
