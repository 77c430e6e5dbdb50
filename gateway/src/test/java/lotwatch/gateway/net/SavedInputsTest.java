package lotwatch.gateway.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs that fuzzing found worth keeping; {@code ./lotwatch fuzz} looks for more. */
final class SavedInputsTest {
  private static List<Path> frames() throws IOException {
    return saved("frames");
  }

  private static List<Path> lines() throws IOException {
    return saved("lines");
  }

  private static List<Path> saved(String target) throws IOException {
    try (var files = Files.list(Path.of("src/test/fuzz", target))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("frames")
  void framesAreWhatTheirBytesSayHoweverTheyAreCut(Path input) throws IOException {
    FrameFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void linesAreWhatTheirBytesSayHoweverTheyAreCut(Path input) throws IOException {
    LineFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }
}
