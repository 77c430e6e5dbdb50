package lotwatch.cli;

import java.util.List;
import lotwatch.client.RpcClient;
import tools.jackson.databind.JsonNode;

/** The call door. */
record RpcLotCalls(FinderUrl door, RpcClient client) implements LotCalls {
  RpcLotCalls(FinderUrl door) {
    this(door, new RpcClient(door.addresses(), FinderUrl.TIMEOUTS));
  }

  @Override
  public List<JsonNode> lots() throws Failure {
    return FinderUrl.json(door.ask(client::lots));
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    if (!door.ask(() -> client.reserve(lot, plate))) {
      throw new Failure(
          Exit.REFUSED, "%s is full, or the plate holds a place there already".formatted(lot));
    }
    return FinderUrl.held(lot);
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
