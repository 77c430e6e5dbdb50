package lotwatch.lab.up;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lotwatch.cli.Lotwatch;
import lotwatch.lab.faults.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three nodes as three processes that are started with different files, or with none. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ConfigurationUpTest {
  private static final List<String> NAMES = List.of("n1", "n2", "n3");

  @TempDir Path folder;

  private final Map<String, Running> nodes = new TreeMap<>();
  private String peers = "";

  private Path file(String name, String lots) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "ledger: {hold: 3600}\nsim: {cameras: false}\nlots: [%s]\n".formatted(lots));
  }

  private Callable<Running> starting(String name, String... flags) {
    return () -> Running.node(name, peers, 0, folder.resolve(name), flags);
  }

  private void start(Map<String, Callable<Running>> nodesByName) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<Running>> starting = new TreeMap<>();
      nodesByName.forEach((name, node) -> starting.put(name, threads.submit(node)));
      for (var each : starting.entrySet()) {
        nodes.put(each.getKey(), each.getValue().get());
      }
    }
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(Running::close);
  }

  private Running get(String name) {
    return requireNonNull(nodes.get(name));
  }

  private static boolean isWhole(JsonNode deck) {
    return deck.path("reserved").asInt() == 5 && deck.path("occupied").asInt() == 20;
  }

  private void nothingIsLost() throws Exception {
    for (var name : NAMES) {
      get(name).await("/api/lots/deck", ConfigurationUpTest::isWhole);
      assertThat(get(name).get("/api/lots").path("items")).hasSize(1);
    }
  }

  @Test
  void nodeWithAnotherFileOrNoneChangesNothing() throws Exception {
    var deck = file("deck.yml", "{id: deck, capacity: 50, occupied: 20}").toString();
    var other = file("other.yml", "{id: other, capacity: 7}").toString();
    var all = new ArrayList<String>();
    for (var name : NAMES) {
      all.add("%s=127.0.0.1:%d".formatted(name, FreePorts.free()));
    }
    peers = String.join(",", all);

    start(
        Map.of(
            "n1", starting("n1", "--config", deck),
            "n2", starting("n2", "--config", other),
            "n3", starting("n3", "--config", deck)));
    for (var name : NAMES) {
      get(name).await("/api/config", shown -> shown.path("revision").asLong() == 1);
    }
    assertThat(NAMES.stream().map(this::lots).distinct()).hasSize(1);
    apply(deck);
    for (int i = 0; i < 5; i++) {
      assertThat(get("n" + (1 + i % 3)).reserve("deck", "B-LW " + i, "r" + i)).isEqualTo(201);
    }
    nothingIsLost();

    get("n3").kill();
    start(Map.of("n3", starting("n3", "--config", other)));
    nothingIsLost();
    assertThat(get("n3").get("/readyz?verbose").path("details").toString())
        .contains("- lot deck", "+ lot other");

    get("n3").kill();
    start(Map.of("n3", starting("n3")));
    nothingIsLost();

    get("n2").kill();
    get("n3").kill();
    start(Map.of("n2", starting("n2", "--config", other), "n3", starting("n3")));
    nothingIsLost();
  }

  private String lots(String name) {
    try {
      return get(name).get("/api/lots").path("items").findValuesAsString("id").toString();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void apply(String file) {
    var said = new StringWriter();
    var out = new PrintWriter(said, true);
    var url = get("n2").uri().toString();
    int exit = Lotwatch.run(new String[] {"apply", file, "--yes", "--url", url}, out, out);
    assertThat(exit).as(said.toString()).isZero();
  }
}
