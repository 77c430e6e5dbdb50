package lotwatch.node.films;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Footage.Piece;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.RecordingCommand.AddFootage;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.media.camera.KeptVideo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilmRetentionTest {
  private static final Instant BEGIN = Instant.parse("2026-11-30T20:00:00Z");
  private static final long MEBIBYTE = 1 << 20;

  /** Two days, 100 MiB. */
  private static final Map<String, KeptVideo> KEPT =
      Map.of("north", new KeptVideo(true, 2, 100), "gate", new KeptVideo(true, 9, 100));

  private final Ledger ledger = new Ledger();
  private int blobs;

  @BeforeEach
  void raise() {
    tell(new RaiseVersion(7));
  }

  private void tell(Command command) {
    assertThat(ledger.apply(new Entry(BEGIN, null, command)).outcome()).isEqualTo(new Accepted());
  }

  /** The next recording of a camera ends the one before. */
  private void film(String camera, String id, Duration after, int mebibytes) {
    var blob = new BlobId("%064x".formatted(++blobs));
    tell(new HoldBlob(blob, mebibytes * MEBIBYTE, List.of(new NodeId("n1"))));
    tell(new AddFootage(id, id, "", camera, new Piece(blob, BEGIN.plus(after), 10_000, 250)));
  }

  private List<RecordingCommand> due(Duration after) {
    return FilmRetention.due(ledger.view(), KEPT, BEGIN.plus(after));
  }

  @Test
  void oldestGoesBeyondTheBytesButNeverWhatIsPinnedOrRecordedOrOfAnotherCamera() {
    film("gate", "g1", Duration.ZERO, 90);
    film("gate", "g2", Duration.ofHours(1), 5);
    film("north", "r1", Duration.ZERO, 40);
    film("north", "r2", Duration.ofHours(1), 40);
    film("north", "r3", Duration.ofHours(2), 40);
    assertThat(due(Duration.ofHours(1))).containsExactly(new Delete("r1"));
    tell(new Pin("r1", true));
    assertThat(due(Duration.ofHours(1))).containsExactly(new Delete("r2"));
    tell(new Pin("r2", true));

    assertThat(due(Duration.ofHours(1))).isEmpty(); // r3 is being recorded
  }

  @Test
  void whatIsTooOldGoes() {
    film("north", "r1", Duration.ZERO, 1);
    film("north", "r2", Duration.ofHours(1), 1);
    film("north", "r3", Duration.ofDays(2), 1);

    assertThat(due(Duration.ofDays(2))).isEmpty();
    assertThat(due(Duration.ofDays(2).plusSeconds(11))).containsExactly(new Delete("r1"));
  }

  @Test
  void recordingToWhichNothingIsAddedEnds() {
    film("north", "r1", Duration.ZERO, 1);
    var last = Duration.ofSeconds(10);

    assertThat(due(last.plus(FilmRetention.QUIET_MAX))).isEmpty();
    assertThat(due(last.plus(FilmRetention.QUIET_MAX).plusSeconds(1)))
        .containsExactly(new EndFootage("r1"));
  }
}
