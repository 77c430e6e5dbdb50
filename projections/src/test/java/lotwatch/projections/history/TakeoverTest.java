package lotwatch.projections.history;

import static lotwatch.projections.history.SqlHistoryTest.drive;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a history whose file is gone, damaged, behind, or of another ledger. */
class TakeoverTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private final TestLedger ledger = new TestLedger();
  private final Random random = new Random(11);

  @BeforeEach
  void open() {
    ledger.open("deck", 20);
    ledger.open("yard", 10);
    drive(ledger, random, 300);
  }

  private Kept open(String node, Kept.Others others) {
    return Kept.open(node, temp.resolve(node), ledger, others);
  }

  private Path file(String node) {
    return temp.resolve(node).resolve("history").resolve("history.sqlite");
  }

  @Test
  void emptyNodeTakesOverTheFileOfAnotherAndGoesOn() throws Exception {
    try (var first = open("n1", new Kept.Others())) {
      first.caughtUp();
      ledger.forget(ledger.view().sequence());
      try (var second = open("n2", new Kept.Others().with("n1", first.history))) {
        second.caughtUp();
        drive(ledger, random, 100);

        assertThat(second.dump()).isEqualTo(first.dump()).hasSizeGreaterThan(300);
        assertThat(second.history.degraded()).isEmpty();
        try (var files = Files.list(file("n1").getParent())) {
          assertThat(files.map(each -> each.getFileName().toString()))
              .allMatch(name -> name.startsWith("history.sqlite"));
        }
      }
    }
  }

  @Test
  void nodeThatIsTooFarBehindTakesOverAndKeepsItsAuditRecord() throws Exception {
    audit("n1", "one");
    audit("n2", "two");
    try (var second = open("n2", new Kept.Others())) {
      second.caughtUp();
      Kept.await("the audit record", () -> objects(second).equals("two"));
    }
    try (var first = open("n1", new Kept.Others())) {
      drive(ledger, random, 100);
      first.caughtUp();
      Kept.await("the audit record", () -> objects(first).equals("one"));
      ledger.forget(ledger.view().sequence());
      try (var second = open("n2", new Kept.Others().with("n1", first.history))) {
        assertThat(second.dump()).isEqualTo(first.dump());
        assertThat(objects(second)).isEqualTo("two");
      }
    }
  }

  private void audit(String node, String object) throws IOException {
    var folder = Files.createDirectories(temp.resolve(node).resolve("audit"));
    Files.writeString(
        folder.resolve("audit.jsonl"),
        "{\"at\":\"2027-03-01T12:00:00Z\",\"principal\":\"local\",\"action\":\"RESERVE\",\"object\":\"%s\",\"protocol\":\"rest\",\"address\":\"::1\",\"outcome\":\"HELD\"}\n"
            .formatted(object));
  }

  private static String objects(Kept kept) {
    try {
      return String.join(
          ",",
          kept.history.audit(SqlHistoryTest.ALL).items().stream()
              .map(row -> row.object())
              .toList());
    } catch (lotwatch.ledger.UnavailableException _) {
      return "";
    }
  }

  @Test
  void nodeWaitsForTheOneThatDoesNotAnswer() throws Exception {
    try (var first = open("n1", new Kept.Others())) {
      first.caughtUp();
      ledger.forget(ledger.view().sequence());
      var others = new Kept.Others().silent("n1");
      try (var second = open("n2", others)) {
        Kept.await(
            "it says so", () -> second.history.degraded().toString().contains("do not answer: n1"));
        others.with("n1", first.history);

        assertThat(second.dump()).isEqualTo(first.dump());
        assertThat(second.history.gaps()).isZero();
      }
    }
  }

  @Test
  void whatNobodyHasIsAGapThatIsTold() throws Exception {
    try (var kept = open("n1", new Kept.Others())) {
      kept.caughtUp();
    }
    long last = ledger.view().sequence();
    drive(ledger, random, 100);
    ledger.forget(ledger.view().sequence() - 5);
    try (var kept = open("n1", new Kept.Others())) {
      kept.caughtUp();

      assertThat(kept.history.gaps()).isOne();
      assertThat(kept.history.degraded())
          .containsExactly(
              "the history lacks events %d to %d: no node had them"
                  .formatted(last + 1, ledger.view().sequence() - 5));
    }
  }

  @Test
  void damagedFileIsPutAsideAndMadeAnew() throws Exception {
    try (var kept = open("n1", new Kept.Others());
        var other = open("n2", new Kept.Others())) {
      kept.caughtUp();
      other.caughtUp();
    }
    Files.writeString(file("n1"), "this is no database at all, but long enough to look at");
    try (var kept = open("n1", new Kept.Others());
        var other = open("n2", new Kept.Others())) {
      assertThat(kept.dump()).isEqualTo(other.dump());
      try (var files = Files.list(file("n1").getParent())) {
        assertThat(files.map(each -> each.getFileName().toString()))
            .anyMatch(name -> name.startsWith("history.sqlite.damaged-"));
      }
    }
  }

  @Test
  void fileOfAnotherHistoryIsPutAside() throws Exception {
    try (var kept = open("n1", new Kept.Others())) {
      kept.caughtUp();
    }
    var fresh = new TestLedger("ffeeddccbbaa99887766554433221100");
    fresh.open("deck", 5);
    try (var kept = Kept.open("n1", temp.resolve("n1"), fresh, new Kept.Others())) {
      assertThat(kept.rows("session_revisions")).isZero();
      assertThat(kept.rows("occupancy")).isEqualTo(2);
      try (var files = Files.list(file("n1").getParent())) {
        assertThat(files.map(each -> each.getFileName().toString()))
            .anyMatch(name -> name.startsWith("history.sqlite." + TestLedger.HISTORY));
      }
    }
  }
}
