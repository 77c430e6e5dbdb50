package lotwatch.wire;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.BlobCommand.NeedBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.Entry;
import lotwatch.ledger.NodeId;
import lotwatch.wire.proto.BlobLine;
import lotwatch.wire.proto.BlobSaved;

/** Blobs and who holds them: commands and saved state as messages and back. */
final class BlobCodec {
  private BlobCodec() {}

  static ByteString bytes(BlobId blob) {
    return ByteString.copyFrom(HexFormat.of().parseHex(blob.sha256()));
  }

  static List<ByteString> bytes(List<BlobId> blobs) {
    return blobs.stream().map(BlobCodec::bytes).toList();
  }

  static BlobId blob(ByteString bytes) {
    return new BlobId(HexFormat.of().formatHex(bytes.toByteArray()));
  }

  static List<BlobId> blobs(List<ByteString> bytes) {
    return bytes.stream().map(BlobCodec::blob).toList();
  }

  static BlobLine line(BlobCommand command) {
    var line = BlobLine.newBuilder();
    switch (command) {
      case HoldBlob hold ->
          line.getHoldBlobBuilder()
              .setBlob(bytes(hold.blob()))
              .setBytes(hold.bytes())
              .addAllHolders(hold.holders().stream().map(NodeId::value).toList());
      case LoseBlob lose ->
          line.getLoseBlobBuilder().setBlob(bytes(lose.blob())).setHolder(lose.holder().value());
      case NeedBlob need -> line.getNeedBlobBuilder().setBlob(bytes(need.blob()));
    }
    return line.build();
  }

  static Entry entry(BlobLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static BlobCommand command(BlobLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case HOLD_BLOB -> {
        var hold = line.getHoldBlob();
        yield new HoldBlob(blob(hold.getBlob()), hold.getBytes(), nodes(hold.getHoldersList()));
      }
      case LOSE_BLOB ->
          new LoseBlob(
              blob(line.getLoseBlob().getBlob()), new NodeId(line.getLoseBlob().getHolder()));
      case NEED_BLOB -> new NeedBlob(blob(line.getNeedBlob().getBlob()));
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  private static List<NodeId> nodes(List<String> names) {
    return names.stream().map(NodeId::new).toList();
  }

  static BlobSaved saved(BlobState blob) {
    var saved =
        BlobSaved.newBuilder()
            .setBlob(bytes(blob.id()))
            .setBytes(blob.bytes())
            .addAllHolders(blob.holders().stream().map(NodeId::value).toList())
            .setUses(blob.uses());
    if (blob.unusedSince() != null) {
      saved.setUnusedSince(Terms.time(blob.unusedSince()));
    }
    return saved.build();
  }

  static BlobState state(BlobSaved saved) {
    return new BlobState(
        blob(saved.getBlob()),
        saved.getBytes(),
        nodes(saved.getHoldersList()),
        saved.getUses(),
        saved.hasUnusedSince() ? Terms.time(saved.getUnusedSince()) : null);
  }
}
