package lotwatch.cli;

import java.util.List;
import lotwatch.client.RpcClient;
import tools.jackson.databind.JsonNode;

/** The call door. */
record RpcDesk(TcpDoor door, RpcClient client) implements Desk {
  RpcDesk(TcpDoor door) {
    this(door, new RpcClient(door.addresses(), TcpDoor.TIMEOUTS));
  }

  @Override
  public List<JsonNode> lots() throws Failure {
    return TcpDoor.json(door.ask(client::lots));
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    if (!door.ask(() -> client.reserve(lot, plate))) {
      throw new Failure(
          Exit.REFUSED, "%s is full, or the plate holds a place there already".formatted(lot));
    }
    return TcpDoor.held(lot);
  }

  @Override
  public JsonNode cancel(String lot, String plate) throws Failure {
    if (!door.ask(() -> client.cancel(lot, plate))) {
      throw TcpDoor.notFound(lot);
    }
    return TcpDoor.done();
  }

  @Override
  public void close() {
    client.close();
  }
}
