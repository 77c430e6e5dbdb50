package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static lotwatch.ledger.LedgerWithWork.blob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Footage.Piece;
import lotwatch.ledger.Footage.Span;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RecordingCommand.AddFootage;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingCommand.Retry;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a camera records, piece by piece, until it is one video. */
class FootageTest {
  private static final Instant EIGHT = Instant.parse("2026-11-30T20:00:00Z");
  private static final BlobId MADE = blob(900);
  private static final WorkerReport IDLE = new WorkerReport("anna:1", 2, 0);

  private final Campus campus = Campus.open();
  private int tokens;

  @BeforeEach
  void raise() {
    campus.tell(new RaiseVersion(7));
    hold(MADE);
  }

  private void hold(BlobId blob) {
    accepted(new HoldBlob(blob, 10, List.of(new NodeId("n1"))));
  }

  private void accepted(Command command) {
    assertThat(campus.tell(command)).isEqualTo(new Accepted());
  }

  private Reason rejected(Command command) {
    return ((Rejected) campus.tell(command)).reason();
  }

  private static AddFootage piece(String recording, int blob, int second) {
    return new AddFootage(
        recording,
        "north " + recording,
        "",
        "north",
        new Piece(blob(blob), EIGHT.plusSeconds(second), 10_000, 250));
  }

  private void film(String recording, int blob, int second) {
    hold(blob(blob));
    accepted(piece(recording, blob, second));
  }

  private RecordingState recording(String id) {
    return requireNonNull(campus.ledger.view().recording(id));
  }

  private WorkState.Task lease() {
    accepted(new Lease("w1", IDLE, "t" + ++tokens, 1, Steps.ALL));
    return requireNonNull(campus.ledger.view().task(new TaskId("r1", Steps.COMBINE, 0)));
  }

  private void combine() {
    var task = lease();
    accepted(new Complete(task.id(), "t" + tokens, new TaskResult("", List.of(MADE), List.of())));
  }

  @Test
  void piecesAreOneRecordingThatTellsWhenThereWasNone() {
    film("r1", 1, 0);
    film("r1", 2, 11);
    film("r1", 3, 60);
    accepted(piece("r1", 3, 60)); // again, since its answer was lost

    var footage = requireNonNull(recording("r1").footage());
    assertThat(recording("r1").status()).isEqualTo(Status.RECORDING);
    assertThat(footage.pieces()).hasSize(3);
    assertThat(footage.spans())
        .containsExactly(
            new Span(EIGHT, EIGHT.plusSeconds(21)),
            new Span(EIGHT.plusSeconds(60), EIGHT.plusSeconds(70)));
  }

  @Test
  void nextRecordingOfTheCameraEndsTheOneBeforeWhichBecomesOneVideo() {
    film("r1", 1, 0);
    film("r1", 2, 60);
    film("r2", 3, 70);

    assertThat(recording("r1").status()).isEqualTo(Status.JOINING);
    assertThat(lease().order()).isEqualTo(new Order("0 60000 10000", List.of(blob(1), blob(2))));
    campus.tell(
        new Complete(
            new TaskId("r1", Steps.COMBINE, 0),
            "t" + tokens,
            new TaskResult("", List.of(MADE), List.of())));
    assertThat(recording("r1").status()).isEqualTo(Status.COMPLETED);
    assertThat(recording("r1").result()).isEqualTo(MADE);
    assertThat(requireNonNull(recording("r1").footage()).spans()).hasSize(2);
    assertThat(campus.ledger.view().blob(blob(1))).isNull(); // nobody waits an hour for the space
    assertThat(recording("r2").status()).isEqualTo(Status.RECORDING);

    accepted(new Delete("r1"));
    assertThat(campus.ledger.view().blob(MADE)).isNull();
  }

  @Test
  void recordingThatCouldNotBeJoinedKeepsItsPiecesAndIsJoinedLater() {
    film("r1", 1, 0);
    accepted(new EndFootage("r1"));
    var task = lease();
    accepted(new Fail(task.id(), "t" + tokens, "no ffmpeg", Ending.FOR_GOOD));
    assertThat(recording("r1").status()).isEqualTo(Status.FAILED);
    assertThat(requireNonNull(recording("r1").footage()).pieces()).hasSize(1);

    accepted(new Retry("r1"));
    combine();

    assertThat(recording("r1").status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void pinnedOneIsNotDeletedAndOneBeingRecordedIsNotCancelled() {
    film("r1", 1, 0);
    accepted(new Pin("r1", true));

    assertThat(rejected(new Delete("r1"))).isEqualTo(Reason.EXISTS);
    assertThat(rejected(new Cancel("r1"))).isEqualTo(Reason.LIMIT);
  }

  @Test
  void whatDoesNotFollowIsRejected() {
    film("r1", 1, 0);
    hold(blob(2));

    assertThat(rejected(piece("r1", 2, 5))).isEqualTo(Reason.EXISTS); // before the last one ended
    assertThat(rejected(piece("r1", 3, 20))).isEqualTo(Reason.NOT_FOUND); // no such blob
    accepted(new EndFootage("r1"));
    assertThat(rejected(piece("r1", 2, 20))).isEqualTo(Reason.EXISTS);
  }

  @Test
  void piecesOfARecordingHaveALimitAndAreJoinedAtIt() {
    for (int i = 0; i < Footage.PIECES_MAX; i++) {
      film("r1", 1, 10 * i);
    }

    assertThat(rejected(piece("r1", 1, 10 * Footage.PIECES_MAX))).isEqualTo(Reason.LIMIT);
    accepted(new EndFootage("r1"));
    combine();
    assertThat(recording("r1").status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void lengthOfAPieceHasLimits() {
    int longest = Math.toIntExact(Footage.PIECE_LENGTH_MAX.toMillis());

    assertThatThrownBy(() -> new Piece(blob(1), EIGHT, longest + 1, 1))
        .hasMessageContaining("millis is 600001");
    assertThatThrownBy(() -> new Piece(blob(1), EIGHT, 0, 1)).hasMessageContaining("millis");
    assertThatThrownBy(() -> new Piece(blob(1), EIGHT, 1, 0)).hasMessageContaining("frames");
  }
}
