package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Recordings that are to have their next tasks, in the order in which they get them: there are only
 * so many tasks, and one whose tasks do not fit waits, as do those after it.
 */
final class NextTasks {
  private final Tasks tasks;
  private final TreeSet<Turn> turns = new TreeSet<>();

  /** A recording's, by when its status changed: while it waits that stays. */
  private record Turn(Instant since, String recording) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      int order = since.compareTo(other.since);
      return order == 0 ? recording.compareTo(other.recording) : order;
    }
  }

  NextTasks(Tasks tasks) {
    this.tasks = tasks;
  }

  private static Turn of(RecordingState recording) {
    return new Turn(recording.changedAt(), recording.id());
  }

  /** It gets them in its turn: those of its status, or the pieces that its split has told. */
  void await(RecordingState recording) {
    turns.add(of(recording));
  }

  /** It needs none; nothing if it does not wait. */
  void leave(RecordingState recording) {
    turns.remove(of(recording));
  }

  /** Takes in one that was saved: its tasks say whether it waits. */
  void restore(RecordingState recording) {
    boolean waits =
        switch (recording.status()) {
          case SPLITTING -> !tasks.hasAny(recording.id(), Steps.SPLIT) || split(recording) != null;
          case JOINING ->
              recording.footage() != null && !tasks.hasAny(recording.id(), Steps.COMBINE);
          case RECORDING, ENCODING, COMPLETED, FAILED, CANCELLED -> false;
        };
    if (waits) {
      await(recording);
    }
  }

  private @Nullable TaskResult split(RecordingState recording) {
    return tasks.result(new TaskId(recording.id(), Steps.SPLIT, 0));
  }

  /**
   * Gives tasks to those whose turn it is, as long as there is room.
   *
   * @param recordings by id
   * @param encode has the pieces encoded that a split has told
   */
  void give(Map<String, RecordingState> recordings, BiConsumer<RecordingState, TaskResult> encode) {
    while (!turns.isEmpty()) {
      var id = turns.first().recording;
      var recording = Objects.requireNonNull(recordings.get(id), "who waits is known");
      var split = split(recording);
      if (!tasks.mayAdd(split == null ? 1 : split.next().size())) {
        return;
      }
      turns.removeFirst();
      if (split != null) {
        encode.accept(recording, split);
      } else if (recording.footage() == null) {
        var order = new Order(recording.wanted(), List.of(recording.source()));
        tasks.add(id, Steps.SPLIT, List.of(order));
      } else {
        var order = new Order(recording.footage().offsets(), recording.footage().blobs());
        tasks.add(id, Steps.COMBINE, List.of(order));
      }
    }
  }
}
