package lotwatch.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import lotwatch.node.config.ConfigFile;

/**
 * An operator's folder: a configuration with spots files and clips beside it.
 *
 * @param folder holds all of it
 */
record Site(Path folder) {

  /** A spots file with square spots; an id may be written {@code lot/spot}. */
  Site spots(String name, String... ids) throws IOException {
    var spots = Stream.of(ids).map(Site::spot).collect(Collectors.joining(",\n"));
    Files.writeString(
        folder.resolve(name),
        "{\"format\":\"lotwatch-spots/1\",\"frameSize\":[100,100],\"spots\":[%s]}"
            .formatted(spots));
    return this;
  }

  private static String spot(String id) {
    int slash = id.indexOf('/');
    var lot = slash < 0 ? "" : "\"lot\":\"%s\",".formatted(id.substring(0, slash));
    return "{\"id\":\"%s\",%s\"polygon\":[[10,10],[30,10],[30,30],[10,30]]}"
        .formatted(id.substring(slash + 1), lot);
  }

  /** A file that a camera may name but nobody can play. */
  Site clip(String name) throws IOException {
    Files.writeString(folder.resolve(name), "not a video");
    return this;
  }

  Config config(String yaml) throws IOException, ConfigException {
    var file = Files.writeString(folder.resolve("lotwatch.yml"), yaml);
    return ConfigFile.read(file, Map.of()).withData(folder.resolve("data"));
  }

  SitePlan plan(String yaml) throws IOException, ConfigException {
    return SitePlan.of(config(yaml));
  }
}
