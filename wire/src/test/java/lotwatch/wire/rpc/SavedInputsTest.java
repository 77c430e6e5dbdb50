package lotwatch.wire.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs that fuzzing found worth keeping; {@code ./lotwatch fuzz} looks for more. */
final class SavedInputsTest {
  private static List<Path> calls() throws IOException {
    try (var files = Files.list(Path.of("src/test/fuzz/calls"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void callsAreWhatTheirTextSaysAndAreAnsweredInAscii(Path input) throws IOException {
    CallFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }
}
