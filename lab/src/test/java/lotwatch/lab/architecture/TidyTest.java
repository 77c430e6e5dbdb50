package lotwatch.lab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about the text of the project that no compiler knows. */
class TidyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int FILE_LINES_MAX = 400;

  @Test
  void noFileIsTooLongToRead() {
    assertThat(texts(".java", ".js", ".css", ".html"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(lines(file)).hasSizeLessThanOrEqualTo(FILE_LINES_MAX));
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(texts(".java").stream().map(Path::getParent).distinct())
        .filteredOn(folder -> folder.toString().contains("src/main"))
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void mapNamesEveryModule() throws IOException {
    var map = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    try (var modules = Files.list(ROOT)) {
      assertThat(modules.filter(module -> Files.exists(module.resolve("pom.xml"))))
          .allSatisfy(module -> assertThat(map).contains("`" + module.getFileName() + "`"));
    }
  }

  private static List<Path> texts(String... endings) {
    try (var files = Files.walk(ROOT)) {
      return files
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .filter(file -> !file.toString().matches(".*/(target|vendor|data|\\.git|evaluation)/.*"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
