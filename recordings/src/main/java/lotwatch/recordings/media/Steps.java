package lotwatch.recordings.media;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import lotwatch.recordings.media.MediaException.Kind;

/**
 * The steps of the work on one recording. Each reads files and writes one, under its name only when
 * it is whole and on disk, so that each can be repeated after any crash, by anybody, in any folder.
 */
public final class Steps {
  /** Bytes of the image that {@link #thumbnails} makes. */
  public static final long SPRITE_BYTES_MAX = Thumbnails.BYTES_MAX;

  private static final String UNFINISHED = ".part";

  /** The status of a child that SIGXFSZ ended. */
  private static final int TOO_LARGE = 128 + 25;

  private final Sandbox sandbox;

  /** Steps whose children run in this sandbox. */
  public Steps(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** What is done for programs of others that encode a piece. */
  public GuestSteps guests() {
    return new GuestSteps(sandbox, this);
  }

  /** Looks into a file, see {@link Probe#probe}. */
  public Probed probe(Path source, Path folder) throws MediaException, InterruptedException {
    return new Probe(sandbox).probe(source, folder);
  }

  /** Counts its frames by decoding each, see {@link Probe#decoded}. */
  public Probed decoded(Path source, Path folder, Probed probed)
      throws MediaException, InterruptedException {
    return new Probe(sandbox).decoded(source, folder, probed);
  }

  /**
   * Says what is to be done.
   *
   * @throws MediaException if it cannot be done with this source
   */
  public Plan plan(Probed probed, Wanted wanted, java.time.Duration pieceLength)
      throws MediaException {
    var recipe = Recipe.of(probed, wanted, sandbox.limits());
    var windows =
        wanted.codec() == Codec.COPY ? List.<Window>of() : Windows.of(probed, pieceLength);
    return new Plan(probed, recipe, windows);
  }

  /** Cuts one window out of the source into the file {@code piece}, in the folder. */
  public void cut(Plan plan, Window window, Path source, Path piece)
      throws MediaException, InterruptedException {
    var unfinished = unfinished(piece);
    var words =
        Cut.arguments(
            plan.probed(),
            plan.recipe(),
            window,
            plan.isLast(window),
            source,
            unfinished,
            sandbox.limits());
    ffmpeg("cutting piece " + window.number(), words, piece, List.of(source), _ -> {});
    finish(unfinished, piece);
  }

  /**
   * Encodes a piece into the file {@code encoded}, in the same folder, and checks it.
   *
   * @param threads of the encoder; another number gives other bytes
   * @param progress gets the number of frames that are done
   */
  public EncodedPiece encode(
      Plan plan, Window window, int threads, Path piece, Path encoded, LongConsumer progress)
      throws MediaException, InterruptedException {
    var unfinished = unfinished(encoded);
    var words =
        Encode.arguments(
            plan.recipe(),
            window,
            plan.probed().isSeekVague(),
            plan.isLast(window),
            threads,
            piece,
            unfinished,
            sandbox.limits());
    var ended =
        ffmpeg(
            "encoding piece " + window.number(), words, encoded, List.of(piece), frames(progress));
    var checked = check(plan, window, unfinished);
    finish(unfinished, encoded);
    return new EncodedPiece(
        checked.number(),
        checked.frames(),
        checked.bytes(),
        checked.sha256(),
        checked.head(),
        ended.complaintCount());
  }

  /**
   * By what a piece is encoded: where this is the same, and the piece and its recipe are, the bytes
   * are the same.
   */
  public String encoder(int threads) {
    return "%s, %d threads".formatted(sandbox.encoder(), threads);
  }

  /** Checks a piece that somebody encoded, see {@link PieceCheck#check}. */
  public EncodedPiece check(Plan plan, Window window, Path encoded)
      throws MediaException, InterruptedException {
    return PieceCheck.check(
        sandbox, plan.recipe(), window, plan.times(window), encoded, parent(encoded));
  }

  /**
   * Joins the pieces into the file {@code result}, in their folder, with the sound and subtitles of
   * the source, and compares it with the source.
   *
   * @param pieces in the windows' order, files in one folder; none if the video is copied
   */
  public void join(Plan plan, List<Path> pieces, Path source, Path result)
      throws MediaException, InterruptedException {
    var unfinished = unfinished(result);
    var limits = sandbox.limits();
    if (plan.recipe().wanted().codec() == Codec.COPY) {
      var words = Join.copy(plan.probed(), plan.recipe(), source, unfinished, limits);
      ffmpeg("copying", words, result, List.of(source), _ -> {});
    } else {
      var list = result.resolveSibling("pieces.ffconcat");
      boolean isMixed = plan.recipe().wanted().codec() == Codec.H264 && differ(pieces);
      var joined = isMixed ? selfDescribing(pieces) : pieces;
      write(
          list,
          Join.list(plan.recipe(), plan.windows(), joined.stream().map(Steps::name).toList()));
      var words =
          Join.arguments(plan.probed(), plan.recipe(), isMixed, list, source, unfinished, limits);
      ffmpeg("joining", words, result, List.of(source), _ -> {});
    }
    verify(plan, unfinished, parent(result));
    finish(unfinished, result);
  }

  /** Whether pieces come of encoders that differ, so that each must say how it is decoded. */
  private static boolean differ(List<Path> pieces) throws MediaException {
    try {
      var first = NutHead.read(pieces.getFirst());
      for (var piece : pieces) {
        if (!Arrays.equals(first, NutHead.read(piece))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new MediaException(Kind.MACHINE, "a piece cannot be read: " + e.getMessage(), e);
    }
  }

  /** The same pieces with the parameters of the decoder before each keyframe, beside them. */
  private List<Path> selfDescribing(List<Path> pieces) throws MediaException, InterruptedException {
    var made = new ArrayList<Path>();
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      var file = piece.resolveSibling("described-%d.nut".formatted(i));
      ffmpeg(
          "joining", Join.described(piece, file, sandbox.limits()), file, List.of(piece), _ -> {});
      made.add(file);
    }
    return made;
  }

  /**
   * Joins the pieces that a camera recorded, files of fragmented MPEG-4 in the result's folder.
   *
   * @param offsetMillis when each begins, and when the last one ends
   * @param frames how many the pieces have; the result must have as many
   */
  public void combine(List<Path> pieces, List<Long> offsetMillis, int frames, Path result)
      throws MediaException, InterruptedException {
    var unfinished = unfinished(result);
    var list = result.resolveSibling("pieces.ffconcat");
    write(list, Combine.list(pieces.stream().map(Steps::name).toList(), offsetMillis));
    var words = Combine.arguments(list, unfinished, sandbox.limits());
    ffmpeg("joining what was recorded", words, result, List.of(), _ -> {});
    int made = probe(unfinished, parent(result)).frames().count();
    if (made != frames) {
      throw new MediaException(
          Kind.WRONG_RESULT, "the pieces have %d frames, the result %d".formatted(frames, made));
    }
    finish(unfinished, result);
  }

  /**
   * Copies a finished video into a file of fragments for each of its tracks, with a play list of
   * HLS: {@code video.mp4} and {@code video.m3u8}, and {@code sound.mp4} and {@code sound.m3u8}.
   * They may go at any time, so they are not synced.
   *
   * @param folder where they are put
   * @return whether it has sound
   * @throws MediaException refused if players have no such video
   */
  public boolean fragments(Path source, Path folder) throws MediaException, InterruptedException {
    var probed = probe(source, folder);
    var words = HlsCopy.arguments(probed, source, sandbox.limits());
    ffmpeg("copying to HLS", words, folder.resolve("video.m3u8"), List.of(source), _ -> {});
    return HlsCopy.sound(probed).isPresent();
  }

  /**
   * Puts small images of a video into the one file {@code sprite}, and what shows which time into
   * the file {@code cues} beside it. Both may go at any time, so they are not synced.
   */
  public void thumbnails(Path source, Path sprite, Path cues)
      throws MediaException, InterruptedException {
    var probed = probe(source, parent(sprite));
    var thumbnails = Thumbnails.of(probed);
    var words = thumbnails.arguments(probed, source, sprite, sandbox.limits());
    long bytesMax = Math.min(SPRITE_BYTES_MAX, sandbox.limits().fileBytesMax());
    var small = sandbox.within(sandbox.limits().withFileBytesMax(bytesMax));
    new Steps(small).ffmpeg("encoding thumbnails", words, sprite, List.of(source), _ -> {});
    write(cues, thumbnails.cues(name(sprite)));
  }

  /** Compares a result with its source, see {@link Verify#check}. */
  public void verify(Plan plan, Path result, Path folder)
      throws MediaException, InterruptedException {
    Probed probed;
    try {
      probed = new Probe(sandbox).probe(result, folder);
    } catch (MediaException e) {
      throw new MediaException(
          Kind.WRONG_RESULT, "the result cannot be read: " + e.getMessage(), e);
    }
    Verify.check(plan.probed(), plan.recipe(), plan.windows(), probed);
  }

  Sandbox.Ended ffmpeg(
      String step, List<String> words, Path output, List<Path> reads, Consumer<String> lines)
      throws MediaException, InterruptedException {
    var limits = sandbox.limits();
    var max =
        step.startsWith("cut")
            ? limits.cutMax()
            : step.startsWith("enc") ? limits.encodeMax() : limits.joinMax();
    var ended = sandbox.run(new Sandbox.Work(false, words, parent(output), reads, max), lines);
    if (!ended.isWell()) {
      throw failed(step, ended);
    }
    return ended;
  }

  private MediaException failed(String step, Sandbox.Ended ended) {
    var limits = sandbox.limits();
    var said = String.join("; ", ended.complaints());
    if (ended.status() == TOO_LARGE || said.contains("File too large")) {
      return new MediaException(
          Kind.LIMIT,
          "%s wrote more than %d bytes into one file".formatted(step, limits.fileBytesMax()));
    }
    if (said.contains("Cannot allocate memory")) {
      return new MediaException(
          Kind.LIMIT,
          "%s needed more than %d bytes of memory".formatted(step, limits.memoryBytesMax()));
    }
    if (said.contains("No space left")) {
      return new MediaException(Kind.MACHINE, step + " failed: the disk is full");
    }
    var why = ended.complaints().isEmpty() ? ended.first() : ended.complaints().getLast();
    return new MediaException(Kind.WRONG_RESULT, "%s failed: %s".formatted(step, why));
  }

  /** Of ffmpeg's report of its progress: {@code frame=123}. */
  private static Consumer<String> frames(LongConsumer progress) {
    return line -> {
      if (line.startsWith("frame=")) {
        PacketTimes.number(line.substring(6).strip()).ifPresent(progress);
      }
    };
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(name(file) + UNFINISHED);
  }

  static boolean isUnfinished(Path file) {
    return name(file).endsWith(UNFINISHED);
  }

  static Path parent(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalStateException(file + " is in no folder");
    }
    return folder;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void write(Path file, String text) throws MediaException {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new MediaException(Kind.MACHINE, "a file cannot be written: " + e.getMessage(), e);
    }
  }

  /** On disk first, then under its name. */
  static void finish(Path unfinished, Path file) throws MediaException {
    try {
      try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(unfinished, file, ATOMIC_MOVE, REPLACE_EXISTING);
      try (var folder = FileChannel.open(parent(file), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw new MediaException(Kind.MACHINE, "a file cannot be finished: " + e.getMessage(), e);
    }
  }
}
