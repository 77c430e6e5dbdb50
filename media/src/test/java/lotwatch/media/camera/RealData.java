package lotwatch.media.camera;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the tests' videos are: {@code -Dlotwatch.data=}, LOTWATCH_TEST_DATA or ../shared/data. */
public final class RealData {
  private RealData() {}

  /** A file or folder of the test data; ends the test with a clear line where there is none. */
  public static Path at(String name) {
    var file = folder().resolve(name);
    assumeTrue(
        Files.exists(file), () -> "no test data at %s: set -Dlotwatch.data=".formatted(file));
    return file;
  }

  private static Path folder() {
    var told =
        Optional.ofNullable(System.getProperty("lotwatch.data"))
            .or(() -> Optional.ofNullable(System.getenv("LOTWATCH_TEST_DATA")));
    if (told.isPresent()) {
      return Path.of(told.get());
    }
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var beside = at.resolveSibling("shared").resolve("data");
      if (Files.isDirectory(beside)) {
        return beside;
      }
    }
    return Path.of("../shared/data");
  }
}
