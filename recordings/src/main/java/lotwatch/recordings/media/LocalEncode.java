package lotwatch.recordings.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import lotwatch.recordings.media.MediaException.Kind;
import lotwatch.recordings.media.Progress.Step;
import org.jspecify.annotations.Nullable;

/**
 * The work on one file on this machine, from its first look to the finished result. What a run that
 * was killed has finished, the next one with the same folder finds and does not do again.
 */
public final class LocalEncode {
  private static final String PLAN = "plan";

  private final Steps steps;
  private final Sandbox sandbox;
  private final int slots;
  private final @Nullable Duration pieceLength;

  /**
   * Work whose children run in this sandbox.
   *
   * @param slots pieces that are encoded at a time, on a thread each
   * @param pieceLength about how long a piece is; null for the usual
   */
  public LocalEncode(Sandbox sandbox, int slots, @Nullable Duration pieceLength) {
    this.steps = new Steps(sandbox);
    this.sandbox = sandbox;
    this.slots = slots;
    this.pieceLength = pieceLength;
  }

  /**
   * What came of it.
   *
   * @param plan that was followed
   * @param pieces that were made, in order
   */
  public record Outcome(Plan plan, List<EncodedPiece> pieces) {}

  /**
   * Does it all.
   *
   * @param source an absolute path
   * @param target where the result goes, in one move, when it is right
   * @param folder that belongs to this work alone, on the target's file system; it is made, and
   *     removed when all went well or the source is refused
   * @throws MediaException if the source is refused, or a step failed
   */
  public Outcome run(Path source, Path target, Path folder, Wanted wanted, Progress progress)
      throws MediaException, InterruptedException {
    try {
      Files.createDirectories(folder);
      progress.report(Step.PROBE, 0, 0);
      var outcome = encode(source, folder, wanted, progress);
      Files.move(result(folder), target, ATOMIC_MOVE, REPLACE_EXISTING);
      remove(folder);
      progress.report(Step.DONE, outcome.plan().frames(), outcome.plan().frames());
      return outcome;
    } catch (IOException e) {
      throw new MediaException(Kind.MACHINE, "a file cannot be written: " + e.getMessage(), e);
    } catch (MediaException e) {
      if (!e.worthRetrying()) {
        removeQuietly(folder);
      }
      throw e;
    }
  }

  private Outcome encode(Path source, Path folder, Wanted wanted, Progress progress)
      throws MediaException, InterruptedException, IOException {
    var probed = steps.probe(source, folder);
    try {
      return encode(source, folder, plan(probed, wanted), progress);
    } catch (MediaException e) {
      if (e.kind() != Kind.WRONG_RESULT || probed.counted() == Probed.Counted.DECODED) {
        throw e;
      }
      // its packets do not tell its frames: count them the dear way, and hold the pieces to that
      var decoded = steps.decoded(source, folder, probed);
      if (decoded.frames().count() == probed.frames().count()) {
        throw e;
      }
      return encode(source, folder, plan(decoded, wanted), progress);
    }
  }

  private Plan plan(Probed probed, Wanted wanted) throws MediaException {
    var length = pieceLength == null ? Windows.lengthFor(probed) : pieceLength;
    return steps.plan(probed, wanted, length);
  }

  private Outcome encode(Path source, Path folder, Plan plan, Progress progress)
      throws MediaException, InterruptedException, IOException {
    begin(folder, plan, source);
    var pieces = pieces(source, folder, plan, progress);
    progress.report(Step.JOIN, plan.frames(), plan.frames());
    var files = pieces.stream().map(piece -> encoded(folder, piece.number())).toList();
    if (!Files.exists(result(folder))) {
      steps.join(plan, files, source, result(folder));
    }
    return new Outcome(plan, pieces);
  }

  /** What other work left in the folder is removed, and what this work left unfinished. */
  private void begin(Path folder, Plan plan, Path source) throws IOException {
    var mark =
        List.of(
            source.toString(),
            Long.toString(Files.getLastModifiedTime(source).toMillis()),
            sandbox.version(),
            plan.recipe().toString(),
            plan.windows().toString());
    var text = String.join("\n", mark);
    var file = folder.resolve(PLAN);
    var isSame = Files.exists(file) && Files.readString(file, UTF_8).equals(text);
    for (var old : listed(folder)) {
      if (!isSame || Steps.isUnfinished(old)) {
        Files.deleteIfExists(old);
      }
    }
    Files.writeString(file, text, UTF_8);
  }

  private List<EncodedPiece> pieces(Path source, Path folder, Plan plan, Progress progress)
      throws MediaException, InterruptedException {
    var windows = plan.windows();
    var done = new AtomicLongArray(windows.size());
    var of = plan.frames();
    var made = new ArrayList<EncodedPiece>();
    var pool = Executors.newFixedThreadPool(slots);
    try {
      var results = new ExecutorCompletionService<EncodedPiece>(pool);
      for (int i = 0; i < windows.size(); i++) {
        results.submit(piece(source, folder, plan, windows.get(i), i, done, of, progress));
      }
      for (int i = 0; i < windows.size(); i++) {
        made.add(results.take().get());
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case MediaException failed -> throw failed;
        case InterruptedException interrupted -> throw interrupted;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      pool.shutdownNow(); // interrupts those at work, which end their children
      pool.close();
    }
    made.sort(Comparator.comparingInt(EncodedPiece::number));
    return made;
  }

  private Callable<EncodedPiece> piece(
      Path source,
      Path folder,
      Plan plan,
      Window window,
      int index,
      AtomicLongArray done,
      long of,
      Progress progress) {
    return () -> {
      var encoded = encoded(folder, window.number());
      var last = new AtomicLong();
      EncodedPiece made;
      if (Files.exists(encoded)) {
        made = steps.check(plan, window, encoded);
      } else {
        var piece = folder.resolve("piece-%d.nut".formatted(window.number()));
        steps.cut(plan, window, source, piece);
        made =
            steps.encode(
                plan,
                window,
                1,
                piece,
                encoded,
                frames -> {
                  last.set(frames);
                  done.set(index, frames);
                  progress.report(Step.ENCODE, sum(done), of);
                });
        Files.delete(piece);
      }
      done.set(index, made.frames());
      progress.report(Step.ENCODE, sum(done), of);
      return made;
    };
  }

  private static long sum(AtomicLongArray numbers) {
    var sum = 0L;
    for (int i = 0; i < numbers.length(); i++) {
      sum += numbers.get(i);
    }
    return sum;
  }

  static Path encoded(Path folder, int number) {
    return folder.resolve("encoded-%d.nut".formatted(number));
  }

  private static Path result(Path folder) {
    return folder.resolve("result");
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void remove(Path folder) throws IOException {
    for (var file : listed(folder)) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private static void removeQuietly(Path folder) {
    try {
      remove(folder);
    } catch (IOException e) {
      // what is wrong with the source is worth more than a folder that stays
    }
  }
}
