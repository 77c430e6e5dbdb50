package lotwatch.replica;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lotwatch.ledger.Answer;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.Outcome;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.Snapshot;
import lotwatch.wire.StateCodec;
import lotwatch.wire.StateHash;

/**
 * Records what this version writes, so that later ones can be held to read it: {@code
 * GoldenRecorder FOLDER}. See {@code src/test/resources/golden/README.md}.
 */
final class GoldenRecorder {
  private static final int SNAPSHOT_ENTRIES = 60;

  private final Path to;
  private final List<String> hashes = new ArrayList<>();

  private GoldenRecorder(Path to) {
    this.to = to;
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      write(Path.of(args[1]), 50_000);
      System.out.println("written");
      Thread.sleep(Long.MAX_VALUE);
    }
    new GoldenRecorder(Files.createDirectories(Path.of(args[0]))).record();
  }

  private void record() throws Exception {
    var campus = scenario("campus", GoldenScenario.campus(), _ -> true);
    checkWhole(GoldenScenario.campus());
    scenario("limits", GoldenScenario.limits(), Outcome.Rejected.class::isInstance);
    try (var out = gzip("campus.snapshot.gz")) {
      StateCodec.write(campus, out);
    }
    var hash = StateHash.of(campus);
    hashes.add("campus.snapshot.gz " + hash);
    var temp = Files.createTempDirectory("golden");
    stopped(temp.resolve("stopped"));
    killed(temp.resolve("killed"));
    hashes.add("stopped.zip " + hash);
    hashes.add("killed.zip " + hash);
    Files.write(to.resolve("hashes.txt"), hashes);
    System.exit(0);
  }

  private OutputStream gzip(String name) throws IOException {
    return new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(to.resolve(name))));
  }

  /**
   * The log, what it must give as text, and the state after it.
   *
   * @param told the outcomes whose entries are in the text
   */
  private Snapshot scenario(String name, List<Entry> entries, Predicate<Outcome> told)
      throws IOException {
    var ledger = new Ledger();
    var events = new ArrayList<Event>();
    var text = new StringBuilder();
    try (var log = new DataOutputStream(gzip(name + ".log.gz"))) {
      for (var entry : entries) {
        byte[] line = EntryCodec.bytes(entry);
        log.writeInt(line.length);
        log.write(line);
        var answer = ledger.apply(entry);
        events.addAll(answer.events());
        if (told.test(answer.outcome())) {
          text.append(GoldenText.of(entry, answer));
        }
      }
    }
    Files.writeString(to.resolve(name + ".txt"), text);
    var state = new Snapshot(ledger.save(), events);
    hashes.add(name + ".log.gz " + StateHash.of(state));
    return state;
  }

  /** A scenario that leaves something out would hold nobody to it. */
  private static void checkWhole(List<Entry> entries) {
    var ledger = new Ledger();
    var missing = new TreeSet<String>();
    Stream.of(Command.class, Outcome.class, Event.Change.class)
        .flatMap(GoldenRecorder::records)
        .forEach(type -> missing.add(type.getName()));
    for (var reason : Outcome.Reason.values()) {
      missing.add(reason.name());
    }
    for (var entry : entries) {
      Answer answer = ledger.apply(entry);
      missing.remove(entry.command().getClass().getName());
      missing.remove(answer.outcome().getClass().getName());
      if (answer.outcome() instanceof Outcome.Rejected refused) {
        missing.remove(refused.reason().name());
      }
      answer.events().forEach(event -> missing.remove(event.change().getClass().getName()));
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("the scenario is without " + missing);
    }
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(GoldenRecorder::records);
  }

  /** A clock that says what the scenario says. */
  private static final class Clock implements InstantSource {
    private volatile Instant now = GoldenScenario.campus().getFirst().at();

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static Replica write(Path folder, int snapshotEntries) throws Exception {
    var clock = new Clock();
    var replica =
        Replica.open(DataFolder.open(folder), Settings.single(snapshotEntries, 50_000, 0), clock);
    for (var entry : GoldenScenario.campus()) {
      clock.now = entry.at();
      replica.submit(entry.command(), entry.request());
    }
    return replica;
  }

  private void stopped(Path folder) throws Exception {
    var replica = write(folder, SNAPSHOT_ENTRIES);
    Members.await("a snapshot", () -> hasSnapshot(folder));
    replica.close();
    zip(folder, "stopped.zip");
  }

  private static boolean hasSnapshot(Path folder) {
    try {
      return SnapshotFile.newestIndex(folder.resolve("raft/snapshot")) > 0;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void killed(Path folder) throws Exception {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                GoldenRecorder.class.getName(),
                "write",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (var lines = process.inputReader()) {
      var line = lines.readLine();
      while (line != null && !line.equals("written")) {
        line = lines.readLine();
      }
      process.destroyForcibly().waitFor();
      if (line == null) {
        throw new IllegalStateException("the process to be killed ended by itself");
      }
    }
    zip(folder, "killed.zip");
  }

  /** All but what says who held the folder and what RocksDB noted for people. */
  private void zip(Path folder, String name) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(to.resolve(name)));
        var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var inside = folder.relativize(file).toString();
        if (!inside.equals("lock") && !inside.startsWith("raft/log/LOG")) {
          zip.putNextEntry(new ZipEntry(inside));
          Files.copy(file, zip);
          zip.closeEntry();
        }
      }
    }
  }
}
