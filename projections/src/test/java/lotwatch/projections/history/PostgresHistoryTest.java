package lotwatch.projections.history;

import static lotwatch.projections.history.SqlHistoryTest.ALL;
import static lotwatch.projections.history.SqlHistoryTest.drive;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.wire.history.HistorySpan;
import lotwatch.wire.history.HistorySpan.By;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same history in a real PostgreSQL server, which all nodes share. */
class PostgresHistoryTest {
  private static TestPostgres postgres;

  @TempDir Path temp = Path.of("set by JUnit");

  private final TestLedger ledger = new TestLedger();
  private final Random random = new Random(21);
  private final AtomicReference<String> leader = new AtomicReference<>("n1");

  @BeforeAll
  static void startServer() throws Exception {
    postgres = TestPostgres.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    try (var connection = postgres.connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    }
    ledger.open("deck", 20);
    ledger.open("yard", 10);
  }

  private Kept open(String node) {
    return Kept.open(
        node,
        temp.resolve(node),
        ledger,
        new Kept.Others(),
        postgres.settings(),
        () -> leader.get().equals(node));
  }

  /** What a file has after the same events. */
  private List<String> expected() throws SQLException {
    try (var kept = Kept.open("f", temp.resolve("file"), ledger, new Kept.Others())) {
      return kept.dump();
    }
  }

  private void assertAllOnce() throws SQLException {
    Kept.await("the leader has written all", () -> written() == ledger.view().sequence());
    assertThat(postgres.dump()).isEqualTo(expected()).hasSizeGreaterThan(50);
  }

  private static long written() {
    try (var connection = postgres.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT sequence FROM history_position WHERE name = 'events'")) {
      return rows.next() ? rows.getLong(1) : -1;
    } catch (SQLException _) {
      return -1;
    }
  }

  @Test
  void rowsAreThoseOfAFile() throws Exception {
    drive(ledger, random, 400);
    try (var _ = open("n1")) {
      assertAllOnce();
    }
  }

  @Test
  void whoLeadsWrites() throws Exception {
    try (var _ = open("n1");
        var _ = open("n2");
        var _ = open("n3")) {
      for (int i = 0; i < 12; i++) {
        drive(ledger, random, 40);
        leader.set("n" + (1 + i % 3));
      }
      assertAllOnce();
    }
  }

  @Test
  void twoThatBothBelieveToLeadWriteNothingTwice() throws Exception {
    try (var _ =
            Kept.open(
                "n1",
                temp.resolve("a"),
                ledger,
                new Kept.Others(),
                postgres.settings(),
                () -> true);
        var _ =
            Kept.open(
                "n2",
                temp.resolve("b"),
                ledger,
                new Kept.Others(),
                postgres.settings(),
                () -> true)) {
      for (int i = 0; i < 30; i++) {
        drive(ledger, random, 20);
        Kept.await("some is written", () -> written() > 0);
      }
      assertAllOnce();
    }
  }

  @Test
  void databaseThatIsAwayHoldsNothingUpAndMissesNothing() throws Exception {
    drive(ledger, random, 100);
    try (var kept = open("n1")) {
      kept.caughtUp();
      postgres.kill();
      drive(ledger, random, 300);
      Kept.await(
          "it says so",
          () -> kept.history.degraded().toString().contains("the history is not written since"));
      assertThat(kept.history.behind()).isPositive();
      assertThat(kept.history.isFailing()).isTrue();

      postgres.begin();

      assertAllOnce();
      Kept.await("it says so", () -> kept.history.degraded().isEmpty());
    }
  }

  @Test
  void readsAreThoseOfAFile() throws Exception {
    drive(ledger, random, 300);
    var begin = TestLedger.NOON;
    try (var kept = open("n1");
        var file = Kept.open("f", temp.resolve("file"), ledger, new Kept.Others())) {
      kept.caughtUp();
      file.caughtUp();
      var span = new HistorySpan("deck", begin, ledger.clock().instant(), By.HOUR, ZoneOffset.UTC);
      var search = SqlHistoryTest.filter(null, "1", "ended", 5, null);

      assertThat(kept.history.sessions(ALL)).isEqualTo(file.history.sessions(ALL));
      assertThat(kept.history.sessions(search)).isEqualTo(file.history.sessions(search));
      assertThat(kept.history.reservations(ALL)).isEqualTo(file.history.reservations(ALL));
      assertThat(kept.history.occupancy(span)).isEqualTo(file.history.occupancy(span));
      assertThat(kept.history.revenue(span, null)).isEqualTo(file.history.revenue(span, null));
      assertThat(kept.history.heatmap("deck", 4, ZoneOffset.UTC))
          .isEqualTo(file.history.heatmap("deck", 4, ZoneOffset.UTC));
    }
  }

  @Test
  void databaseOfAnotherHistoryIsRefused() throws Exception {
    drive(ledger, random, 50);
    try (var kept = open("n1")) {
      kept.caughtUp();
    }
    var other = new TestLedger("ffeeddccbbaa99887766554433221100");
    other.open("deck", 5);
    try (var kept =
        Kept.open(
            "n1", temp.resolve("o"), other, new Kept.Others(), postgres.settings(), () -> true)) {
      Kept.await(
          "it says so",
          () -> kept.history.degraded().toString().contains("name another one in history.url"));
    }
    assertAllOnce();
  }
}
