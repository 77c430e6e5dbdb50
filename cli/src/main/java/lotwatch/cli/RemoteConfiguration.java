package lotwatch.cli;

import java.util.List;
import lotwatch.ledger.Configuration;
import lotwatch.node.config.CampusDocument;
import tools.jackson.databind.JsonNode;

/** A configuration beside the revision that is in force where a server is. */
final class RemoteConfiguration {
  private static final String PATH = "/api/config";

  private final Server server;
  private final Object document;
  private final long revision;

  /** Asks which revision is in force. */
  RemoteConfiguration(Server server, Configuration content) throws Failure {
    this.server = server;
    document = CampusDocument.of(content, source -> source);
    revision = server.get(PATH).path("revision").asLong();
  }

  /** The revision that is in force. */
  long revision() {
    return revision;
  }

  /** What applying it would change, in lines; none if nothing. */
  List<String> difference() throws Failure {
    return server
        .put(PATH + "?dry-run=true", document, revision)
        .path("difference")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  /**
   * Applies it.
   *
   * @return the revision that is in force then
   */
  long apply(boolean closeReserved) throws Failure {
    return server
        .put(PATH + "?close-reserved=" + closeReserved, document, revision)
        .path("revision")
        .asLong();
  }
}
