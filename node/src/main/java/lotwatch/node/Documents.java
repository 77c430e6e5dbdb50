package lotwatch.node;

import java.util.List;
import lotwatch.gateway.rest.ConfigRoutes;
import lotwatch.ledger.Configuration;
import lotwatch.node.config.CampusDocument;
import lotwatch.node.config.ConfigException;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/**
 * Configurations as the REST interface reads and writes them.
 *
 * @param own of this node
 */
record Documents(OwnConfiguration own) implements ConfigRoutes.Documents {
  @Override
  public Object shape(Configuration content) {
    return CampusDocument.of(content, Difference::masked);
  }

  @Override
  public Configuration read(String text, Configuration inForce) throws ProblemException {
    try {
      return CampusDocument.read(text, inForce);
    } catch (ConfigException e) {
      throw new ProblemException(
          Problem.of(422, "The configuration cannot be used", String.valueOf(e.getMessage()))
              .at("body"));
    }
  }

  @Override
  public List<String> difference(Configuration from, Configuration to) {
    return Difference.between(from, to);
  }

  @Override
  public List<String> ownDifference() {
    return own.differing();
  }
}
