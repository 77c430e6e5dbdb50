package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A blob larger than the memory of the nodes that have it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class BlobHeapTest {
  private static final String HEAP = "-Xmx64m";
  private static final int MEGABYTES = 100;

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void blobLargerThanTheHeapGoesFromNodeToNode() throws Exception {
    var output = temp.resolve("output");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    HEAP,
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    TwoNodes.class.getName(),
                    Files.createDirectory(temp.resolve("nodes")).toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    assertThat(output).content().contains("copied, then fetched");
  }

  /** Runs in a process of its own. */
  static final class TwoNodes {
    private TwoNodes() {}

    /**
     * Keeps and fetches.
     *
     * @param folder of the nodes
     */
    public static void main(String... folder) throws Exception {
      try (var nodes = new BlobNodes(Path.of(folder[0]), 2)) {
        nodes.keep(BlobNodes.settings(2, BlobNodes.CALM), "n1", "n2");
        var copied = nodes.at("n1").keep(write(nodes.at("n1").folder("test").resolve("a"), 1));
        if (!nodes.holders("n1", copied).equals(List.of("n1", "n2"))) {
          throw new IllegalStateException("held by " + nodes.holders("n1", copied));
        }
        nodes.end("n1");
        nodes.keep(BlobNodes.settings(1, BlobNodes.CALM), "n1");
        var fetched = nodes.at("n1").keep(write(nodes.at("n1").folder("test").resolve("b"), 2));
        if (Files.size(nodes.at("n2").fetch(fetched)) != (long) MEGABYTES << 20) {
          throw new IllegalStateException("not whole");
        }
        System.out.println("copied, then fetched");
      }
    }

    private static Path write(Path file, long seed) throws IOException {
      var random = new Random(seed);
      var megabyte = new byte[1 << 20];
      try (var out = Files.newOutputStream(file)) {
        for (int n = 0; n < MEGABYTES; n++) {
          random.nextBytes(megabyte);
          out.write(megabyte);
        }
      }
      return file;
    }
  }
}
