package lotwatch.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lotwatch.ledger.Footage;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.Steps;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkState.Done;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Pending;
import lotwatch.ledger.WorkState.Stuck;
import lotwatch.ledger.WorkState.Task;
import lotwatch.wire.recordings.Waiting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recording in JSON.
 *
 * @param label what its owner calls it
 * @param status one of recording, splitting, encoding, joining, completed, failed, cancelled
 * @param reason why it failed; null unless it did
 * @param waits why the work does not get on now; null if it does
 * @param pieces how many there are; 0 before it is cut
 * @param done pieces that are encoded
 * @param progress how much of the present step is done, 0..1; null where nothing is done any more
 * @param wanted what is to be made of it
 * @param facts what was found out about the source; null before it is cut
 * @param resultFacts what was found out about the result; null before it is there
 * @param bytes of the source
 * @param resultBytes of the result; null before it is there
 * @param camera which camera recorded it; null for an upload
 * @param spans when there is video of the camera, in order: between two of them nothing was
 *     recorded; null for an upload
 * @param tasks its work; null in lists
 */
public record RecordingShape(
    String id,
    String label,
    String status,
    @Nullable String reason,
    @Nullable String waits,
    int pieces,
    int done,
    @Nullable Double progress,
    boolean pinned,
    @Nullable ObjectNode wanted,
    @Nullable ObjectNode facts,
    @Nullable ObjectNode resultFacts,
    long bytes,
    @Nullable Long resultBytes,
    Instant createdAt,
    Instant changedAt,
    @Nullable String camera,
    @Nullable List<SpanShape> spans,
    @Nullable List<TaskShape> tasks) {
  private static final double ALL = 1_000;

  /** One recording as it is in a list. */
  public static RecordingShape listed(RecordingState recording, View view) {
    return of(recording, view, null);
  }

  /** One recording with its work. */
  public static RecordingShape whole(RecordingState recording, View view) {
    return of(recording, view, view.tasks(recording.id()).stream().map(TaskShape::of).toList());
  }

  private static RecordingShape of(
      RecordingState recording, View view, @Nullable List<TaskShape> tasks) {
    var footage = recording.footage();
    var made = recording.result();
    var result = made == null ? null : view.blob(made);
    return new RecordingShape(
        recording.id(),
        recording.label(),
        Words.of(recording.status()),
        recording.reason().isEmpty() ? null : recording.reason(),
        waits(recording, view),
        recording.pieces(),
        recording.done(),
        progress(recording, view.tasks(recording.id())),
        recording.pinned(),
        object(recording.wanted()),
        object(recording.facts()),
        object(recording.resultFacts()),
        bytes(recording, view),
        result == null ? null : result.bytes(),
        recording.createdAt(),
        recording.changedAt(),
        footage == null ? null : footage.camera(),
        footage == null ? null : footage.spans().stream().map(SpanShape::of).toList(),
        tasks);
  }

  private static @Nullable String waits(RecordingState recording, View view) {
    var waiting = Waiting.of(recording, view);
    return waiting == null ? null : waiting.reason();
  }

  /** Of the source, or of all pieces that a camera has recorded. */
  private static long bytes(RecordingState recording, View view) {
    var footage = recording.footage();
    var parts =
        footage == null || footage.pieces().isEmpty()
            ? Stream.of(recording.source())
            : footage.pieces().stream().map(Footage.Piece::blob);
    return parts.map(view::blob).filter(Objects::nonNull).mapToLong(blob -> blob.bytes()).sum();
  }

  /** A time of which there is video. */
  public record SpanShape(Instant from, Instant to) {
    static SpanShape of(Footage.Span span) {
      return new SpanShape(span.from(), span.to());
    }
  }

  private static @Nullable Double progress(RecordingState recording, Collection<Task> tasks) {
    return switch (recording.status()) {
      case SPLITTING -> done(tasks, Steps.SPLIT, 1);
      case ENCODING -> done(tasks, Steps.ENCODE, recording.pieces());
      case JOINING -> done(tasks, recording.footage() == null ? Steps.JOIN : Steps.COMBINE, 1);
      case RECORDING, COMPLETED, FAILED, CANCELLED -> null;
    };
  }

  private static double done(Collection<Task> tasks, String step, int of) {
    double sum =
        tasks.stream()
            .filter(task -> task.id().step().equals(step))
            .mapToDouble(task -> part(task))
            .sum();
    return Words.rounded(sum / Math.max(1, of));
  }

  private static double part(Task task) {
    return switch (task.phase()) {
      case Pending _, Stuck _ -> 0;
      case Leased leased -> leased.permille() / ALL;
      case Done _ -> 1;
    };
  }

  /** What workers found is theirs to shape; what is no JSON object is left out. */
  private static @Nullable ObjectNode object(String text) {
    try {
      return text.isEmpty() ? null : Json.object(text.getBytes(UTF_8));
    } catch (ProblemException _) {
      return null;
    }
  }

  /**
   * A task of a recording in JSON.
   *
   * @param step one of split, encode, join, combine
   * @param index which of its step, from 0
   * @param state one of pending, leased, done, stuck
   * @param worker who does it or has done it; null if nobody
   * @param progress how much of it is done, 0..1
   * @param attempts how often it was tried in vain
   * @param reason why the last try came to nothing; null if there was none
   */
  public record TaskShape(
      String step,
      int index,
      String state,
      @Nullable String worker,
      double progress,
      int attempts,
      @Nullable String reason) {
    static TaskShape of(Task task) {
      return new TaskShape(
          task.id().step(),
          task.id().index(),
          switch (task.phase()) {
            case Pending _ -> "pending";
            case Leased _ -> "leased";
            case Done _ -> "done";
            case Stuck _ -> "stuck";
          },
          switch (task.phase()) {
            case Pending _, Stuck _ -> null;
            case Leased leased -> leased.worker();
            case Done done -> done.worker();
          },
          Words.rounded(part(task)),
          task.attempts(),
          task.reason().isEmpty() ? null : task.reason());
    }
  }
}
