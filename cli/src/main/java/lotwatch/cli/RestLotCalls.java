package lotwatch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The REST API. */
record RestLotCalls(Server server) implements LotCalls {
  @Override
  public List<JsonNode> lots() throws Failure {
    var lots = new ArrayList<JsonNode>();
    var next = "";
    do {
      var page = server.get("/api/lots?limit=1000" + next);
      page.path("items").forEach(lots::add);
      var after = page.path("next").asString("");
      next = after.isEmpty() ? "" : "&after=" + Server.segment(after);
    } while (!next.isEmpty());
    return lots;
  }

  @Override
  public JsonNode reserve(String lot, String plate) throws Failure {
    return server.post(
        "/api/lots/" + Server.segment(lot) + "/reservations", Map.of("plate", plate));
  }

  @Override
  public JsonNode cancel(String lot, String plate) throws Failure {
    return server.delete(
        "/api/lots/%s/reservations/%s".formatted(Server.segment(lot), Server.segment(plate)));
  }
}
