package lotwatch.cli;

import java.util.List;
import lotwatch.client.TextClient;
import tools.jackson.databind.JsonNode;

/** The text port. */
record TextLotCalls(FinderUrl url, TextClient client) implements LotCalls {
  TextLotCalls(FinderUrl url) {
    this(url, new TextClient(url.addresses(), FinderUrl.TIMEOUTS));
  }

  @Override
  public List<JsonNode> lots() throws Failure {
    return FinderUrl.json(url.ask(client::lots));
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    return switch (url.ask(() -> client.reserve(lot, plate))) {
      case OK -> FinderUrl.held(lot);
      case EXISTS ->
          throw new Failure(
              Exit.REFUSED, "the plate has a reservation in %s already".formatted(lot));
      case FULL -> throw new Failure(Exit.REFUSED, lot + " is full");
    };
  }

  @Override
  public JsonNode cancel(String lot, String plate) throws Failure {
    if (!url.ask(() -> client.cancel(lot, plate))) {
      throw FinderUrl.notFound(lot);
    }
    return FinderUrl.done();
  }

  @Override
  public void close() {
    client.close();
  }
}
