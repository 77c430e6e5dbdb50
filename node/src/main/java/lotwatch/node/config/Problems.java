package lotwatch.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything found wrong so far, so that the operator mends it in one go. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  void add(String where, String what) {
    found.add(where + ": " + what);
  }

  void throwIfAny() throws ConfigException {
    throwIfAny(Optional.empty());
  }

  void throwIfAny(Optional<Config> rest) throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(found, rest);
    }
  }
}
