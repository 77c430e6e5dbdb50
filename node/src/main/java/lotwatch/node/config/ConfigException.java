package lotwatch.node.config;

import java.util.List;

/** The configuration cannot be used; says everything that is wrong with it at once. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param problems one line each, naming file, line, key and limit
   */
  public ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
