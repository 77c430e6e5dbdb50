package lotwatch.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RecordingChange.RecordingChanged;
import lotwatch.ledger.RecordingChange.RecordingDeleted;
import lotwatch.ledger.RecordingCommand.AddFootage;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.RecordingCommand.GiveUp;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingCommand.Retry;
import lotwatch.ledger.RecordingState.Status;
import org.jspecify.annotations.Nullable;

/**
 * Recordings, each on its way from an uploaded video to the one that was asked for: it is split
 * into pieces, the pieces are encoded, and joined. What each step does is the workers' affair.
 */
final class Recordings implements Aggregate {
  private final Context context;
  private final Usable blobs;
  private final Tasks tasks;
  private final Map<String, RecordingState> recordings = new TreeMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final ViewMap<String, RecordingState> view = new ViewMap<>();
  private final NextTasks next;

  Recordings(Context context, Usable blobs, Tasks tasks) {
    this.context = context;
    this.blobs = blobs;
    this.tasks = tasks;
    next = new NextTasks(tasks);
  }

  Outcome obey(RecordingCommand command) {
    var outcome = answer(command);
    goOn();
    return outcome;
  }

  private Outcome answer(RecordingCommand command) {
    if (command instanceof Begin begin) {
      return begin(begin);
    }
    if (command instanceof AddFootage add) {
      return film(add);
    }
    var recording = recordings.get(command.recording());
    if (recording == null) {
      return new Rejected(Reason.NOT_FOUND, "there is no recording " + command.recording());
    }
    return switch (command) {
      case Begin _, AddFootage _ -> new Accepted();
      case Cancel _ -> cancel(recording);
      case GiveUp giveUp -> giveUp(recording, giveUp.reason());
      case Retry _ -> retry(recording);
      case Delete _ -> delete(recording);
      case Pin pin -> {
        adopt(recording.pinned(pin.pinned()));
        yield new Accepted();
      }
      case EndFootage _ -> endFootage(recording);
    };
  }

  private Outcome begin(Begin begin) {
    var source = List.of(begin.source());
    if (!blobs.know(source)) {
      return new Rejected(Reason.NOT_FOUND, "the source is not known");
    }
    if (recordings.containsKey(begin.recording())) {
      return new Rejected(Reason.EXISTS, "there is a recording " + begin.recording());
    }
    var before = recordings.get(labels.getOrDefault(begin.label(), ""));
    if (before != null && before.pinned()) {
      return pinned();
    }
    if (before == null && recordings.size() >= RecordingCommand.RECORDINGS_MAX) {
      return tooMany();
    }
    blobs.use(source);
    if (before != null) {
      delete(before);
    }
    var now = context.now();
    split(
        new RecordingState(
            begin.recording(),
            begin.label(),
            begin.wanted(),
            begin.source(),
            Status.SPLITTING,
            "",
            0,
            0,
            "",
            null,
            "",
            false,
            now,
            now,
            null));
    return new Accepted();
  }

  private Outcome film(AddFootage add) {
    var known = recordings.get(add.recording());
    var footage = known == null ? null : known.footage();
    if (known != null && footage != null && footage.pieces().contains(add.piece())) {
      return new Accepted();
    }
    if (!blobs.know(List.of(add.piece().blob()))) {
      return new Rejected(Reason.NOT_FOUND, "the piece is not known");
    }
    if (known == null) {
      return filmAnew(add);
    }
    if (footage == null
        || known.status() != Status.RECORDING
        || !footage.camera().equals(add.camera())
        || add.piece().from().isBefore(footage.to())) {
      return new Rejected(Reason.EXISTS, "the recording takes no such piece");
    }
    if (footage.pieces().size() >= Footage.PIECES_MAX) {
      return new Rejected(
          Reason.LIMIT, "its pieces are %d, which is the limit".formatted(Footage.PIECES_MAX));
    }
    blobs.use(List.of(add.piece().blob()));
    adopt(known.recorded(footage.with(add.piece())));
    return new Accepted();
  }

  private Outcome filmAnew(AddFootage add) {
    if (labels.containsKey(add.label())) {
      return new Rejected(Reason.EXISTS, "there is a recording " + add.label());
    }
    if (recordings.size() >= RecordingCommand.RECORDINGS_MAX) {
      return tooMany();
    }
    for (var each : List.copyOf(recordings.values())) {
      var footage = each.footage();
      if (footage != null && footage.camera().equals(add.camera())) {
        endFootage(each);
      }
    }
    blobs.use(List.of(add.piece().blob()));
    var now = context.now();
    change(
        new RecordingState(
            add.recording(),
            add.label(),
            add.wanted(),
            add.piece().blob(),
            Status.RECORDING,
            "",
            1,
            1,
            "",
            null,
            "",
            false,
            now,
            now,
            Footage.begun(add.camera(), add.piece())));
    return new Accepted();
  }

  /** Its pieces are joined, in its turn. */
  private Outcome endFootage(RecordingState recording) {
    return recording.status() == Status.RECORDING ? combine(recording) : new Accepted();
  }

  private Outcome combine(RecordingState recording) {
    var joining = recording.at(Status.JOINING, "", context.now());
    change(joining);
    next.await(joining);
    return new Accepted();
  }

  private static Rejected tooMany() {
    return new Rejected(
        Reason.LIMIT,
        "recordings are %d, which is the limit".formatted(RecordingCommand.RECORDINGS_MAX));
  }

  private static Rejected pinned() {
    return new Rejected(Reason.EXISTS, "the recording is pinned");
  }

  private void split(RecordingState recording) {
    change(recording);
    next.await(recording);
  }

  private void goOn() {
    next.give(recordings, this::encode);
  }

  private Outcome cancel(RecordingState recording) {
    return switch (recording.status()) {
      case RECORDING ->
          new Rejected(Reason.LIMIT, "a camera records it: take record off the camera");
      case SPLITTING, ENCODING, JOINING -> end(recording, Status.CANCELLED, "");
      case COMPLETED -> new Rejected(Reason.STALE, "it is completed: there is no work to cancel");
      case FAILED -> new Rejected(Reason.STALE, "it has failed: there is no work to cancel");
      case CANCELLED -> new Accepted();
    };
  }

  private Outcome giveUp(RecordingState recording, String reason) {
    return recording.status().isRunning() && recording.status() != Status.RECORDING
        ? end(recording, Status.FAILED, reason)
        : new Accepted();
  }

  private Outcome retry(RecordingState recording) {
    return switch (recording.status()) {
      case RECORDING, SPLITTING, ENCODING, JOINING -> new Accepted();
      case COMPLETED -> isLost(recording) ? again(recording) : new Accepted();
      case FAILED, CANCELLED -> recording.footage() == null ? again(recording) : combine(recording);
    };
  }

  /** Whether no node has the result any more, and it can be made anew. */
  private boolean isLost(RecordingState recording) {
    var result = recording.result();
    return result != null && recording.footage() == null && !blobs.isHeld(result);
  }

  private Outcome again(RecordingState recording) {
    if (recording.result() != null) {
      blobs.free(List.of(recording.result()));
    }
    split(recording.cut("", 0, context.now()).at(Status.SPLITTING, "", context.now()));
    return new Accepted();
  }

  private Outcome delete(RecordingState recording) {
    if (recording.pinned()) {
      return pinned();
    }
    next.leave(recording);
    dropTasks(recording);
    var footage = recording.footage();
    if (footage == null) {
      blobs.free(List.of(recording.source()));
    } else {
      blobs.discard(footage.blobs());
    }
    if (recording.result() != null) {
      var made = List.of(recording.result());
      if (footage == null) {
        blobs.free(made);
      } else {
        blobs.discard(made);
      }
    }
    recordings.remove(recording.id());
    labels.remove(recording.label(), recording.id());
    view.touch(recording.id());
    context.emit(new RecordingDeleted(recording.id(), recording.label()));
    return new Accepted();
  }

  /** A task is done: the recording that it is of takes its next step. */
  void taskDone(TaskId task) {
    var recording = recordings.get(task.job());
    var result = tasks.result(task);
    if (recording == null || result == null) {
      return;
    }
    switch (recording.status()) {
      case SPLITTING -> cut(recording, result);
      case ENCODING -> {
        var more = recording.oneMore();
        if (more.done() < more.pieces()) {
          change(more);
        } else {
          join(more);
        }
      }
      case JOINING -> complete(recording, result);
      case RECORDING, COMPLETED, FAILED, CANCELLED -> {}
    }
    goOn();
  }

  /** Its pieces are encoded, in its turn; until then the task keeps them. */
  private void cut(RecordingState recording, TaskResult split) {
    if (split.next().isEmpty()) {
      end(recording, Status.FAILED, "there is nothing to encode");
    } else {
      next.await(recording);
    }
  }

  private void encode(RecordingState recording, TaskResult split) {
    tasks.add(recording.id(), Steps.ENCODE, split.next());
    change(recording.cut(split.text(), split.next().size(), context.now()));
    tasks.drop(recording.id(), Steps.SPLIT);
  }

  private void join(RecordingState recording) {
    var inputs = new ArrayList<>(List.of(recording.source()));
    for (int piece = 0; piece < recording.pieces(); piece++) {
      var task = new TaskId(recording.id(), Steps.ENCODE, piece);
      var outputs = Objects.requireNonNull(tasks.result(task), "all are done").outputs();
      if (outputs.isEmpty()) {
        end(recording, Status.FAILED, "nothing came of piece %d".formatted(piece + 1));
        return;
      }
      inputs.add(outputs.getFirst());
    }
    change(recording.at(Status.JOINING, "", context.now()));
    tasks.add(recording.id(), Steps.JOIN, List.of(new Order(recording.facts(), inputs)));
    tasks.drop(recording.id(), Steps.ENCODE);
  }

  private void complete(RecordingState recording, TaskResult joined) {
    if (joined.outputs().isEmpty()) {
      end(recording, Status.FAILED, "nothing came of joining the pieces");
      return;
    }
    var made = joined.outputs().getFirst();
    blobs.use(List.of(made));
    dropTasks(recording);
    if (recording.footage() != null) {
      blobs.discard(recording.footage().blobs());
    }
    change(recording.completed(made, joined.text(), context.now()));
  }

  /** A task is set aside, and with it the recording that it is of. */
  void taskStuck(TaskId task, String reason) {
    var recording = recordings.get(task.job());
    if (recording != null && recording.status().isRunning()) {
      end(recording, Status.FAILED, reason);
      goOn();
    }
  }

  private Accepted end(RecordingState recording, Status status, String reason) {
    next.leave(recording);
    dropTasks(recording);
    change(recording.at(status, reason, context.now()));
    return new Accepted();
  }

  private void dropTasks(RecordingState recording) {
    Steps.ALL.forEach(step -> tasks.drop(recording.id(), step));
  }

  private void change(RecordingState recording) {
    adopt(recording);
    context.emit(RecordingChanged.of(recording));
  }

  /** Takes in one that was saved, after its tasks. */
  void restore(RecordingState recording) {
    adopt(recording);
    next.restore(recording);
  }

  private void adopt(RecordingState recording) {
    recordings.put(recording.id(), recording);
    labels.put(recording.label(), recording.id());
    view.touch(recording.id());
  }

  @Override
  public Stream<RecordingState> save() {
    return recordings.values().stream();
  }

  @Override
  public void draw() {
    view.draw(recordings::get);
  }

  /** The one of this label; null if there is none. */
  @Nullable RecordingState labelled(String label) {
    return view.all().stream().filter(each -> each.label().equals(label)).findAny().orElse(null);
  }

  ViewMap<String, RecordingState> view() {
    return view;
  }
}
