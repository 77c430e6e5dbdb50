package lotwatch.wire;

import java.util.ArrayList;
import lotwatch.ledger.Footage;
import lotwatch.ledger.Footage.Piece;
import lotwatch.ledger.Footage.Span;
import lotwatch.wire.proto.FootagePiece;
import lotwatch.wire.proto.FootageSaved;
import lotwatch.wire.proto.FootageSpan;

/** What cameras record, as messages and back. */
final class FootageCodec {
  private FootageCodec() {}

  static FootagePiece piece(Piece piece) {
    return FootagePiece.newBuilder()
        .setBlob(BlobCodec.bytes(piece.blob()))
        .setFrom(Terms.time(piece.from()))
        .setMillis(piece.millis())
        .setFrames(piece.frames())
        .build();
  }

  static Piece piece(FootagePiece piece) throws CorruptException {
    return new Piece(
        BlobCodec.blob(piece.getBlob()),
        Terms.time(piece.getFrom()),
        piece.getMillis(),
        piece.getFrames());
  }

  static FootageSaved saved(Footage footage) {
    var saved = FootageSaved.newBuilder().setCamera(footage.camera());
    footage.pieces().forEach(piece -> saved.addPieces(piece(piece)));
    for (var span : footage.spans()) {
      saved.addSpans(
          FootageSpan.newBuilder().setFrom(Terms.time(span.from())).setTo(Terms.time(span.to())));
    }
    return saved.build();
  }

  static Footage footage(FootageSaved saved) throws CorruptException {
    var pieces = new ArrayList<Piece>();
    for (var piece : saved.getPiecesList()) {
      pieces.add(piece(piece));
    }
    var spans = new ArrayList<Span>();
    for (var span : saved.getSpansList()) {
      spans.add(new Span(Terms.time(span.getFrom()), Terms.time(span.getTo())));
    }
    if (spans.isEmpty()) {
      throw new CorruptException("footage of no time");
    }
    return new Footage(saved.getCamera(), pieces, spans);
  }
}
