package lotwatch.gateway.encode;

import lotwatch.ledger.RecordingState;
import lotwatch.ledger.View;
import lotwatch.wire.recordings.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * How far a recording is, in system D's words. Its client polls until it reads {@code completed} or
 * a word that says that nothing will come any more.
 *
 * @param message for people; empty with some statuses, as its clients know it
 */
record VideoStatus(String status, String message) {
  static final VideoStatus NOT_FOUND = new VideoStatus("not_found", "Video not found.");

  /** A client that reads it asks again. */
  static final VideoStatus UNKNOWN =
      new VideoStatus("unknown", "No node leads now. Asking again is worth while.");

  /** The recording that a client calls so: by its label, or by its id. */
  static @Nullable RecordingState find(View view, String id) {
    var labelled = view.recordingLabelled(id);
    return labelled == null ? view.recording(id) : labelled;
  }

  static VideoStatus of(RecordingState recording, View view) {
    return switch (recording.status()) {
      case RECORDING, SPLITTING -> new VideoStatus("segmenting", "");
      case ENCODING -> counted("segmented", recording, waits(recording, view));
      case JOINING -> new VideoStatus("concatenating", "");
      case COMPLETED -> new VideoStatus("completed", "");
      case FAILED -> failed(recording);
      case CANCELLED -> counted("processing_failed", recording, "The work was cancelled.");
    };
  }

  private static String waits(RecordingState recording, View view) {
    var waiting = Waiting.of(recording, view);
    return waiting == null ? "" : "It waits: " + waiting.reason();
  }

  /** By the step at which it ended. */
  private static VideoStatus failed(RecordingState recording) {
    if (recording.pieces() == 0) {
      return new VideoStatus("failed_segmentation", "Segmentation failed: " + recording.reason());
    }
    var status =
        recording.done() < recording.pieces() ? "processing_failed" : "concatenation_failed";
    return counted(status, recording, recording.reason());
  }

  /** A piece that is done here was fetched as well; no more than one fails, and ends the work. */
  private static VideoStatus counted(String status, RecordingState recording, String details) {
    var failed =
        recording.status() == RecordingState.Status.FAILED && recording.done() < recording.pieces()
            ? 1
            : 0;
    return new VideoStatus(
        status,
        ("Status: %s. Total shards: %d. Successfully processed/retrieved: %d."
                + " Retrieved by master: %d. Failed: %d. Details: %s")
            .formatted(
                status, recording.pieces(), recording.done(), recording.done(), failed, details));
  }
}
