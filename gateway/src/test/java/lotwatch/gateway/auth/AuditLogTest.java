package lotwatch.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);
  private static final Requester REQUESTER = Requester.at("text", InetAddress.getLoopbackAddress());

  @TempDir Path folder = Path.of("set by JUnit");

  @Test
  void changeIsRecordedWithWhoAndWhatCameOfItAndThePlateMasked() throws Exception {
    var memory = new MemoryLedger(CLOCK);
    memory.openCounted("deck", 1);
    var plate = new Plate("M-AB 1234");
    try (var audit = AuditLog.open(folder, CLOCK)) {
      var gate = new Gate(memory, Authorizer.EVERYBODY, audit);
      var request = REQUESTER.asks(Action.RESERVE, "deck " + plate);

      gate.submit(request, new Reserve(new LotId("deck"), plate), null);
      gate.submit(request, new Reserve(new LotId("deck"), plate), null);
    }

    assertThat(Files.readAllLines(folder.resolve("audit.jsonl")))
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(line)
                .contains("\"at\":\"2026-01-01T12:00:00Z\"", "\"principal\":\"local\"")
                .contains("\"action\":\"RESERVE\"", "\"object\":\"deck *******34\"")
                .contains("\"protocol\":\"text\"", "\"address\":\"127.0.0.1\"")
                .doesNotContain("M-AB"))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"outcome\":\"HELD\""),
            second -> assertThat(second).contains("\"outcome\":\"REJECTED EXISTS\""));
  }

  @Test
  void readsThatAreAllowedAreNotRecorded() throws Exception {
    try (var audit = AuditLog.open(folder, CLOCK)) {
      new Gate(new MemoryLedger(CLOCK), Authorizer.EVERYBODY, audit)
          .ask(REQUESTER.asks(Action.READ, "deck"));
    }

    assertThat(Files.size(folder.resolve("audit.jsonl"))).isZero();
  }

  @Test
  void restartGoesOnInTheSameFile() throws Exception {
    for (var lot : List.of("a", "b")) {
      try (var audit = AuditLog.open(folder, CLOCK)) {
        audit.record(REQUESTER.asks(Action.COUNT, lot), "ACCEPTED");
      }
    }

    assertThat(Files.readAllLines(folder.resolve("audit.jsonl"))).hasSize(2);
  }

  @Test
  void filesAreOfLimitedSizeAndTheOldestGo() throws Exception {
    long bytesMax = 400;
    try (var audit = AuditLog.open(folder, CLOCK, bytesMax)) {
      for (int i = 0; i < 100; i++) {
        audit.record(REQUESTER.asks(Action.COUNT, "lot-" + i), "ACCEPTED");
      }
    }

    try (var files = Files.list(folder)) {
      assertThat(files.toList())
          .hasSize(AuditLog.AUDIT_FILES_MAX)
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(bytesMax + 1));
    }
    assertThat(Files.readAllLines(folder.resolve("audit.jsonl")).getLast()).contains("lot-99");
  }
}
