package lotwatch.recordings.media;

import static lotwatch.recordings.media.MediaException.Kind.WRONG_RESULT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decodes an encoded piece, whoever made it, before anybody relies on it. */
final class PieceCheck {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int BUFFER_BYTES = 1 << 16;

  /** A frame of JSON is about 60 characters. */
  private static final int CHARS_PER_FRAME_MAX = 400;

  private PieceCheck() {}

  /**
   * Checks that it decodes, and holds the frames of its window, at their times, of the size and
   * codec that were asked for.
   *
   * @param times when its frames are to be shown, on the recipe's clock
   * @throws MediaException if it does not; it is the piece's fault
   */
  static EncodedPiece check(
      Sandbox sandbox, Recipe recipe, Window window, long[] times, Path file, Path folder)
      throws MediaException, InterruptedException {
    var limits = sandbox.limits();
    var words = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-threads", "1"));
    words.addAll(Rules.input(limits, "nut"));
    words.addAll(
        List.of(
            "-count_frames",
            "-show_data_hash",
            "sha256",
            "-show_entries",
            "packet=pts:stream=codec_name,codec_type,width,height,time_base,nb_read_frames"
                + ",extradata_hash",
            "-of",
            "json=compact=1",
            Rules.file(file)));
    var text = new StringBuilder();
    var charsMax = 100_000 + (long) times.length * CHARS_PER_FRAME_MAX;
    var ended =
        sandbox.run(
            new Sandbox.Work(true, words, folder, List.of(file), limits.encodeMax()),
            line -> {
              if (text.length() < charsMax) {
                text.append(line).append('\n');
              }
            });
    if (!ended.isWell() || ended.complaintCount() > 0) {
      throw wrong(window, "does not decode: " + ended.first());
    }
    try {
      var root = JSON.readTree(text.toString());
      var streams = root.path("streams");
      if (streams.size() != 1) {
        throw wrong(window, "holds %d streams, not one".formatted(streams.size()));
      }
      compare(recipe, window, streams.get(0), times);
      times(recipe, window, streams.get(0), root.path("packets"), times);
      return new EncodedPiece(
          window.number(),
          times.length,
          Files.size(file),
          sha256(file),
          streams.get(0).path("extradata_hash").asString(""),
          0);
    } catch (JacksonException e) {
      throw new MediaException(
          WRONG_RESULT, "piece %d cannot be listed".formatted(window.number()), e);
    } catch (IOException e) {
      throw new MediaException(MediaException.Kind.MACHINE, "a piece cannot be read: " + e, e);
    }
  }

  private static void compare(Recipe recipe, Window window, JsonNode stream, long[] times)
      throws MediaException {
    var codec = stream.path("codec_name").asString("");
    if (!codec.equals(recipe.wanted().codec().ffmpegName())) {
      throw wrong(window, "is " + codec);
    }
    var width = stream.path("width").asInt(0);
    var height = stream.path("height").asInt(0);
    if (width != recipe.width() || height != recipe.height()) {
      throw wrong(
          window,
          "is %d x %d, not %d x %d".formatted(width, height, recipe.width(), recipe.height()));
    }
    var frames = stream.path("nb_read_frames").asString("0");
    if (!frames.equals(Integer.toString(times.length))) {
      throw wrong(window, "holds %s frames, not %d".formatted(frames, times.length));
    }
  }

  private static void times(
      Recipe recipe, Window window, JsonNode stream, JsonNode packets, long[] times)
      throws MediaException {
    var clock = Ratio.parse(stream.path("time_base").asString("")).orElse(recipe.clock());
    var held = packets.valueStream().mapToLong(packet -> packet.path("pts").asLong(-1)).toArray();
    Arrays.sort(held);
    if (held.length != times.length) {
      throw wrong(window, "holds %d packets, not %d".formatted(held.length, times.length));
    }
    for (int i = 0; i < held.length; i++) {
      if (Math.abs(clock.micros(held[i]) - recipe.clock().micros(times[i])) > 1) {
        throw wrong(
            window,
            "shows frame %d at %s s, not at %s s"
                .formatted(
                    i,
                    Spoken.seconds(clock.micros(held[i])),
                    Spoken.seconds(recipe.clock().micros(times[i]))));
      }
    }
  }

  private static MediaException wrong(Window window, String what) {
    return new MediaException(WRONG_RESULT, "piece %d %s".formatted(window.number(), what));
  }

  /** The hash of a file, in hexadecimal. */
  static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[BUFFER_BYTES];
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
