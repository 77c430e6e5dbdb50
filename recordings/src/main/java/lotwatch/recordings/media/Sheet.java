package lotwatch.recordings.media;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import lotwatch.recordings.media.MediaException.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was found out about a source, as a file: who has it and what is wanted makes the same plan
 * as who looked into the source, without having the source.
 *
 * @param probed what the source holds
 * @param pieceLength about how long a piece is
 */
public record Sheet(Probed probed, Duration pieceLength) {
  private static final int HEAD_BYTES_MAX = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** All but the frames. */
  private record Head(
      String container,
      long bytes,
      VideoTrack video,
      List<Track> tracks,
      Probed.Counted counted,
      long endTick,
      int frames,
      long pieceMillis) {}

  /**
   * Writes it: a head in JSON, then how many ticks after the one before each frame is shown, then
   * which of them are keyframes; all compressed (RFC 1952).
   */
  public void write(Path file) throws IOException {
    var frames = probed.frames();
    var head =
        new Head(
            probed.container(),
            probed.bytes(),
            probed.video(),
            probed.tracks(),
            probed.counted(),
            frames.endTick(),
            frames.count(),
            pieceLength.toMillis());
    byte[] json = JSON.writeValueAsBytes(head);
    if (json.length > HEAD_BYTES_MAX) {
      throw new IOException("the head has %d bytes".formatted(json.length));
    }
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))))) {
      out.writeInt(json.length);
      out.write(json);
      long before = 0;
      for (int i = 0; i < frames.count(); i++) {
        out.writeLong(frames.tick(i) - before);
        before = frames.tick(i);
      }
      for (int i = 0; i < frames.count(); i++) {
        out.writeBoolean(frames.nextKey(i) == i);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MediaException if it is none
   */
  public static Sheet read(Path file) throws IOException, MediaException {
    try (var in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
      int length = in.readInt();
      if (length < 0 || length > HEAD_BYTES_MAX) {
        throw new MediaException(Kind.WRONG_RESULT, "the sheet of the recording is damaged");
      }
      var head = JSON.readValue(in.readNBytes(length), Head.class);
      if (head.frames < 1 || head.frames > Limits.STANDARD.framesMax()) {
        throw new MediaException(
            Kind.LIMIT,
            "the sheet has %d frames, the limits are 1 and %d"
                .formatted(head.frames, Limits.STANDARD.framesMax()));
      }
      var ticks = new long[head.frames];
      long before = 0;
      for (int i = 0; i < ticks.length; i++) {
        before += in.readLong();
        ticks[i] = before;
      }
      var keys = new BitSet(ticks.length);
      for (int i = 0; i < ticks.length; i++) {
        keys.set(i, in.readBoolean());
      }
      var probed =
          new Probed(
              head.container,
              head.bytes,
              head.video,
              head.tracks,
              new FrameTimes(ticks, keys, head.endTick),
              head.counted,
              List.of());
      return new Sheet(probed, Duration.ofMillis(head.pieceMillis));
    } catch (JacksonException e) {
      throw new MediaException(Kind.WRONG_RESULT, "the sheet of the recording is damaged", e);
    }
  }
}
