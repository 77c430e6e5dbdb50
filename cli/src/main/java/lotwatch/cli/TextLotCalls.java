package lotwatch.cli;

import java.util.List;
import lotwatch.client.TextClient;
import tools.jackson.databind.JsonNode;

/** The text door. */
record TextDesk(TcpDoor door, TextClient client) implements Desk {
  TextDesk(TcpDoor door) {
    this(door, new TextClient(door.addresses(), TcpDoor.TIMEOUTS));
  }

  @Override
  public List<JsonNode> lots() throws Failure {
    return TcpDoor.json(door.ask(client::lots));
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    return switch (door.ask(() -> client.reserve(lot, plate))) {
      case OK -> TcpDoor.held(lot);
      case EXISTS ->
          throw new Failure(Exit.REFUSED, "the plate holds a place in %s already".formatted(lot));
      case FULL -> throw new Failure(Exit.REFUSED, lot + " is full");
    };
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
