package lotwatch.wire;

import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.RecordingChange;
import lotwatch.ledger.RecordingChange.RecordingChanged;
import lotwatch.ledger.RecordingChange.RecordingDeleted;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.RecordingCommand.AddFootage;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.RecordingCommand.GiveUp;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingCommand.Retry;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.wire.proto.RecordingHappened;
import lotwatch.wire.proto.RecordingLine;
import lotwatch.wire.proto.RecordingSaved;
import lotwatch.wire.proto.RecordingStatus;

/** Recordings: commands, events and saved state as messages and back. */
final class RecordingCodec {
  private RecordingCodec() {}

  static RecordingLine line(RecordingCommand command) {
    var line = RecordingLine.newBuilder();
    switch (command) {
      case Begin begin ->
          line.getBeginBuilder()
              .setRecording(begin.recording())
              .setLabel(begin.label())
              .setWanted(begin.wanted())
              .setSource(BlobCodec.bytes(begin.source()));
      case Cancel cancel -> line.getCancelBuilder().setRecording(cancel.recording());
      case Retry retry -> line.getRetryBuilder().setRecording(retry.recording());
      case Delete delete -> line.getDeleteBuilder().setRecording(delete.recording());
      case Pin pin -> line.getPinBuilder().setRecording(pin.recording()).setPinned(pin.pinned());
      case AddFootage add ->
          line.getAddFootageBuilder()
              .setRecording(add.recording())
              .setLabel(add.label())
              .setWanted(add.wanted())
              .setCamera(add.camera())
              .setPiece(FootageCodec.piece(add.piece()));
      case GiveUp giveUp ->
          line.getGiveUpBuilder().setRecording(giveUp.recording()).setReason(giveUp.reason());
      case EndFootage end -> line.getEndFootageBuilder().setRecording(end.recording());
    }
    return line.build();
  }

  static Entry entry(RecordingLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static RecordingCommand command(RecordingLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case BEGIN -> {
        var begin = line.getBegin();
        yield new Begin(
            begin.getRecording(),
            begin.getLabel(),
            begin.getWanted(),
            BlobCodec.blob(begin.getSource()));
      }
      case CANCEL -> new Cancel(line.getCancel().getRecording());
      case RETRY -> new Retry(line.getRetry().getRecording());
      case DELETE -> new Delete(line.getDelete().getRecording());
      case PIN -> new Pin(line.getPin().getRecording(), line.getPin().getPinned());
      case ADD_FOOTAGE -> {
        var add = line.getAddFootage();
        yield new AddFootage(
            add.getRecording(),
            add.getLabel(),
            add.getWanted(),
            add.getCamera(),
            FootageCodec.piece(add.getPiece()));
      }
      case END_FOOTAGE -> new EndFootage(line.getEndFootage().getRecording());
      case GIVE_UP -> new GiveUp(line.getGiveUp().getRecording(), line.getGiveUp().getReason());
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  static RecordingHappened happened(RecordingChange change) {
    var to = RecordingHappened.newBuilder();
    switch (change) {
      case RecordingChanged changed ->
          to.getRecordingChangedBuilder()
              .setRecording(changed.recording())
              .setLabel(changed.label())
              .setStatus(status(changed.status()))
              .setPieces(changed.pieces())
              .setDone(changed.done())
              .setReason(changed.reason());
      case RecordingDeleted deleted ->
          to.getRecordingDeletedBuilder()
              .setRecording(deleted.recording())
              .setLabel(deleted.label());
    }
    return to.build();
  }

  static Event event(RecordingHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static RecordingChange change(RecordingHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case RECORDING_CHANGED -> {
        var changed = happened.getRecordingChanged();
        yield new RecordingChanged(
            changed.getRecording(),
            changed.getLabel(),
            status(changed.getStatus()),
            changed.getPieces(),
            changed.getDone(),
            changed.getReason());
      }
      case RECORDING_DELETED ->
          new RecordingDeleted(
              happened.getRecordingDeleted().getRecording(),
              happened.getRecordingDeleted().getLabel());
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  private static RecordingStatus status(Status status) {
    return switch (status) {
      case RECORDING -> RecordingStatus.RECORDING_STATUS_RECORDING;
      case SPLITTING -> RecordingStatus.RECORDING_STATUS_SPLITTING;
      case ENCODING -> RecordingStatus.RECORDING_STATUS_ENCODING;
      case JOINING -> RecordingStatus.RECORDING_STATUS_JOINING;
      case COMPLETED -> RecordingStatus.RECORDING_STATUS_COMPLETED;
      case FAILED -> RecordingStatus.RECORDING_STATUS_FAILED;
      case CANCELLED -> RecordingStatus.RECORDING_STATUS_CANCELLED;
    };
  }

  private static Status status(RecordingStatus status) throws CorruptException {
    return switch (status) {
      case RECORDING_STATUS_RECORDING -> Status.RECORDING;
      case RECORDING_STATUS_SPLITTING -> Status.SPLITTING;
      case RECORDING_STATUS_ENCODING -> Status.ENCODING;
      case RECORDING_STATUS_JOINING -> Status.JOINING;
      case RECORDING_STATUS_COMPLETED -> Status.COMPLETED;
      case RECORDING_STATUS_FAILED -> Status.FAILED;
      case RECORDING_STATUS_CANCELLED -> Status.CANCELLED;
      case RECORDING_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new CorruptException("no such status of a recording");
    };
  }

  static RecordingSaved saved(RecordingState state) {
    var saved =
        RecordingSaved.newBuilder()
            .setId(state.id())
            .setLabel(state.label())
            .setWanted(state.wanted())
            .setSource(BlobCodec.bytes(state.source()))
            .setStatus(status(state.status()))
            .setFacts(state.facts())
            .setPieces(state.pieces())
            .setDone(state.done())
            .setReason(state.reason())
            .setResultFacts(state.resultFacts())
            .setPinned(state.pinned())
            .setCreatedAt(Terms.time(state.createdAt()))
            .setChangedAt(Terms.time(state.changedAt()));
    if (state.result() != null) {
      saved.setResult(BlobCodec.bytes(state.result()));
    }
    if (state.footage() != null) {
      saved.setFootage(FootageCodec.saved(state.footage()));
    }
    return saved.build();
  }

  static RecordingState state(RecordingSaved saved) throws CorruptException {
    return new RecordingState(
        saved.getId(),
        saved.getLabel(),
        saved.getWanted(),
        BlobCodec.blob(saved.getSource()),
        status(saved.getStatus()),
        saved.getFacts(),
        saved.getPieces(),
        saved.getDone(),
        saved.getReason(),
        saved.hasResult() ? BlobCodec.blob(saved.getResult()) : null,
        saved.getResultFacts(),
        saved.getPinned(),
        Terms.time(saved.getCreatedAt()),
        Terms.time(saved.getChangedAt()),
        saved.hasFootage() ? FootageCodec.footage(saved.getFootage()) : null);
  }
}
