package lotwatch.cli;

import java.util.List;
import lotwatch.client.RpcClient;
import tools.jackson.databind.JsonNode;

/** The call port. */
record RpcLotCalls(FinderUrl url, RpcClient client) implements LotCalls {
  RpcLotCalls(FinderUrl url) {
    this(url, new RpcClient(url.addresses(), FinderUrl.TIMEOUTS));
  }

  @Override
  public List<JsonNode> lots() throws Failure {
    return FinderUrl.json(url.ask(client::lots));
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    if (!url.ask(() -> client.reserve(lot, plate))) {
      throw new Failure(
          Exit.REFUSED, "%s is full, or the plate has a reservation there already".formatted(lot));
    }
    return FinderUrl.held(lot);
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
