package lotwatch.node.config;

import java.util.List;
import java.util.Optional;

/** The configuration cannot be used; says everything that is wrong with it at once. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Optional<Config> rest;

  /**
   * @param problems one line each, naming file, line, key and limit
   */
  public ConfigException(List<String> problems) {
    this(problems, Optional.empty());
  }

  /**
   * @param rest what is left of it, with defaults for what cannot be used, so that more can be
   *     found
   */
  ConfigException(List<String> problems, Optional<Config> rest) {
    super(String.join(System.lineSeparator(), problems));
    this.rest = rest;
  }

  /** What could be read, to look for more that is wrong; empty if that is too little. */
  public Optional<Config> rest() {
    return rest;
  }
}
