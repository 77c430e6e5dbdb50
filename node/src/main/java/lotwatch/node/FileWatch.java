package lotwatch.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lotwatch.ledger.Configuration;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Whether a configuration file, or a spots file that it names, has changed. */
final class FileWatch {
  private final ConfigurationFile file;
  private List<Path> spots = List.of();
  private String seen;

  FileWatch(ConfigurationFile file) {
    this.file = file;
    try {
      spots = spots(file.reader().read());
    } catch (ConfigException e) {
      spots = List.of();
    }
    seen = look();
  }

  private static List<Path> spots(Config config) {
    return config.campus().cameras().stream().flatMap(camera -> camera.spots().stream()).toList();
  }

  /**
   * What it says, if it has changed since the last time.
   *
   * @return null if it has not
   * @throws ConfigException if it has, and cannot be used
   */
  @Nullable Configuration readIfChanged() throws ConfigException {
    var now = look();
    if (now.equals(seen)) {
      return null;
    }
    seen = now;
    var config = file.reader().read();
    spots = spots(config);
    seen = look();
    return Declared.of(SitePlan.of(config), config.campus());
  }

  /** Time and size of each file; a change of neither is no change. */
  private String look() {
    var all = new StringBuilder();
    Stream.concat(Stream.of(file.path()), spots.stream())
        .forEach(path -> {
          try {
            all.append(path).append(Files.getLastModifiedTime(path)).append(Files.size(path));
          } catch (IOException e) {
            all.append(path).append(" is missing");
          }
          all.append('\n');
        });
    return all.toString();
  }
}
