package lotwatch.node;

import java.nio.file.Path;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;

/**
 * The file that this node's configuration comes from.
 *
 * @param path where it is
 * @param reader reads it again, with the environment and the flags over it
 */
public record ConfigurationFile(Path path, Reader reader) {
  /** Reads the file again. */
  @FunctionalInterface
  public interface Reader {
    /**
     * What it says now.
     *
     * @throws ConfigException with everything that is wrong
     */
    Config read() throws ConfigException;
  }
}
