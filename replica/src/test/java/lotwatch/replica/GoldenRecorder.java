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
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Versions;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.Snapshot;
import lotwatch.wire.StateCodec;
import lotwatch.wire.StateHash;

/**
 * Records what this version writes, so that later ones can be held to read it: {@code
 * GoldenRecorder FOLDER}. See {@code src/test/resources/golden/README.md}.
 */
final class GoldenRecorder {
  /** Entries of a stopped node that are not in its snapshot. */
  private static final int AFTER_SNAPSHOT = 25;

  /** The id of the history in the scenarios; a replica gives its own. */
  private static final String HISTORY = "golden";

  private static final String WRITTEN = "written ";

  private final Path to;
  private final List<String> hashes = new ArrayList<>();

  private GoldenRecorder(Path to) {
    this.to = to;
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      System.out.println(WRITTEN + write(Path.of(args[1]), 50_000).view().history());
      Thread.sleep(Long.MAX_VALUE);
    }
    var to = Path.of(args[0]);
    if (!to.endsWith("v" + Versions.NEWEST)) {
      throw new IllegalArgumentException(
          "%s is not for version %d, which this program writes".formatted(to, Versions.NEWEST));
    }
    new GoldenRecorder(Files.createDirectories(to)).record();
  }

  private void record() throws Exception {
    var entries = GoldenScenario.campus(Versions.NEWEST, HISTORY);
    GoldenCheck.check(entries);
    var campus = scenario("campus", entries, _ -> true);
    scenario(
        "limits",
        GoldenScenario.limits(Versions.NEWEST, HISTORY),
        Outcome.Rejected.class::isInstance);
    try (var out = gzip("campus.snapshot.gz")) {
      StateCodec.write(campus, out);
    }
    hashes.add("campus.snapshot.gz " + StateHash.of(campus));
    var temp = Files.createTempDirectory("golden");
    stopped(temp.resolve("stopped"));
    killed(temp.resolve("killed"));
    Files.write(to.resolve("hashes.txt"), hashes);
    System.exit(0);
  }

  private static Snapshot replay(List<Entry> entries) {
    var ledger = new Ledger();
    var events = entries.stream().flatMap(entry -> ledger.apply(entry).events().stream()).toList();
    return new Snapshot(ledger.save(), events);
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

  /** A clock that says what the scenario says. */
  private static final class Clock implements InstantSource {
    private volatile Instant now;

    Clock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static Replica write(Path folder, int snapshotEntries) throws Exception {
    var entries = GoldenScenario.campus(Versions.NEWEST, HISTORY);
    var clock = new Clock(entries.getFirst().at());
    var replica =
        Replica.open(DataFolder.open(folder), Settings.single(snapshotEntries, 50_000, 0), clock);
    Members.await("the raise", () -> replica.version() == Versions.NEWEST);
    for (var entry : entries.subList(1, entries.size())) {
      clock.now = entry.at();
      replica.submit(entry.command(), entry.request());
    }
    return replica;
  }

  private void stopped(Path folder) throws Exception {
    int entries = GoldenScenario.campus(Versions.NEWEST, HISTORY).size();
    var replica = write(folder, entries - AFTER_SNAPSHOT);
    Members.await("a snapshot", () -> hasSnapshot(folder));
    var history = replica.view().history();
    replica.close();
    zip(folder, "stopped.zip", history);
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
      while (line != null && !line.startsWith(WRITTEN)) {
        line = lines.readLine();
      }
      process.destroyForcibly().waitFor();
      if (line == null) {
        throw new IllegalStateException("the process to be killed ended by itself");
      }
      zip(folder, "killed.zip", line.substring(WRITTEN.length()));
    }
  }

  /**
   * All but what says who held the folder and what RocksDB noted for people.
   *
   * @param history the id that the replica gave its history, which is part of the state
   */
  private void zip(Path folder, String name, String history) throws IOException {
    hashes.add(name + " " + StateHash.of(replay(GoldenScenario.campus(Versions.NEWEST, history))));
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
