package lotwatch.gateway.auth;

import java.util.List;
import lotwatch.gateway.rest.ConfigRoutes;
import lotwatch.ledger.Configuration;

/** Configurations that nobody may read or write. */
final class NoDocuments implements ConfigRoutes.Documents {
  @Override
  public Object shape(Configuration content) {
    throw new AssertionError("the configuration was shown");
  }

  @Override
  public Configuration read(String text, Configuration inForce) {
    throw new AssertionError("the configuration was read");
  }

  @Override
  public List<String> difference(Configuration from, Configuration to) {
    throw new AssertionError("the configuration was compared");
  }

  @Override
  public List<String> ownDifference() {
    throw new AssertionError("the file was compared");
  }
}
