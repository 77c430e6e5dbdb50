package lotwatch.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import lotwatch.ledger.Event;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Versions;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.Snapshot;
import lotwatch.wire.StateCodec;
import lotwatch.wire.StateHash;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each version wrote gives the same in this one: see {@code golden/README.md}. */
final class GoldenTest {
  /** Entries between two snapshots. */
  private static final int SNAPSHOT_EVERY = 7;

  @TempDir Path temp = Path.of("set by JUnit");

  static IntStream versions() {
    return IntStream.rangeClosed(Versions.FIRST, Versions.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyVersionHasGoldenFiles(int version) {
    assertThat(GoldenTest.class.getResource("/golden/v%d/hashes.txt".formatted(version)))
        .as("run ./lotwatch record-golden %d: see golden/README.md", version)
        .isNotNull();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void campusGivesTheSameOutcomesEventsAndState(int version) throws Exception {
    replay(version, "campus", _ -> true);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void limitsGiveTheSameRefusalsAndState(int version) throws Exception {
    replay(version, "limits", Outcome.Rejected.class::isInstance);
  }

  private static void replay(int version, String name, Predicate<Outcome> told) throws Exception {
    var ledger = new Ledger();
    var events = new ArrayList<Event>();
    var text = new StringBuilder();
    for (byte[] line : lines(version, name + ".log.gz")) {
      var entry = EntryCodec.entry(line);
      assertThat(EntryCodec.bytes(entry)).isEqualTo(line);
      var answer = ledger.apply(entry);
      events.addAll(answer.events());
      if (told.test(answer.outcome())) {
        text.append(GoldenText.of(entry, answer));
      }
    }

    try (var expected = file(version, name + ".txt")) {
      assertThat(text.toString()).isEqualTo(new String(expected.readAllBytes(), UTF_8));
    }
    assertThat(StateHash.of(new Snapshot(ledger.save(), events)))
        .isEqualTo(hash(version, name + ".log.gz"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void snapshotGivesTheSameStateAndIsWrittenAlike(int version) throws Exception {
    Snapshot read;
    try (var snapshot = new GZIPInputStream(file(version, "campus.snapshot.gz"))) {
      read = StateCodec.read(snapshot);
    }
    var again = new Snapshot(Ledger.restore(read.state()).save(), read.events());

    assertThat(StateHash.of(again)).isEqualTo(hash(version, "campus.snapshot.gz"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void snapshotAtAnyEntryLosesNothing(int version) throws Exception {
    var lines = lines(version, "campus.log.gz");
    var whole = new Ledger();
    for (int cut = 0; cut < lines.size(); cut++) {
      whole.apply(EntryCodec.entry(lines.get(cut)));
      if (cut % SNAPSHOT_EVERY == 0) {
        var bytes = new ByteArrayOutputStream();
        StateCodec.write(new Snapshot(whole.save(), List.of()), bytes);
        var read = StateCodec.read(new ByteArrayInputStream(bytes.toByteArray()));
        var restored = Ledger.restore(read.state());
        assertThat(restored.save()).as("entry %d", cut).isEqualTo(whole.save());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void folderOfAStoppedNodeOpensAndGoesOn(int version) throws Exception {
    open(version, "stopped.zip");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void folderOfAKilledNodeOpensAndGoesOn(int version) throws Exception {
    open(version, "killed.zip");
  }

  private void open(int version, String name) throws Exception {
    unpack(version, name);
    var newest = EntryCodec.entry(lines(version, "campus.log.gz").getLast());
    InstantSource clock = newest::at; // nothing is due
    var settings = Settings.single(50_000, 50_000, 0);
    try (var folder = DataFolder.open(temp);
        var replica = Replica.open(folder, settings, clock, true, version)) {
      assertThat(StateHash.of(replica.saved())).isEqualTo(hash(version, name));
    }
    var count = new LotCommand.SetCount(new LotId("east"), 1);
    for (int i = 0; i < 2; i++) {
      try (var folder = DataFolder.open(temp);
          var replica = Replica.open(folder, settings, clock)) {
        assertThat(replica.submit(count, null)).isEqualTo(new Outcome.Accepted());
        Members.await("the raise", () -> replica.version() == Versions.NEWEST);
      }
    }
  }

  private void unpack(int version, String name) throws IOException {
    try (var zip = new ZipInputStream(file(version, name))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var to = temp.resolve(entry.getName());
        Files.createDirectories(requireNonNull(to.getParent()));
        Files.write(to, zip.readAllBytes());
      }
    }
  }

  private static List<byte[]> lines(int version, String name) throws IOException {
    var lines = new ArrayList<byte[]>();
    try (var in = new DataInputStream(new GZIPInputStream(file(version, name)))) {
      while (true) {
        lines.add(in.readNBytes(in.readInt()));
      }
    } catch (EOFException e) {
      return lines;
    }
  }

  private static String hash(int version, String name) throws IOException {
    try (var hashes = file(version, "hashes.txt")) {
      return new String(hashes.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow();
    }
  }

  private static InputStream file(int version, String name) {
    return requireNonNull(
        GoldenTest.class.getResourceAsStream("/golden/v%d/%s".formatted(version, name)), name);
  }
}
