package lotwatch.recordings.work;

import static lotwatch.ledger.Steps.SCALE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Order;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.WorkCommand;
import lotwatch.recordings.media.GuestSteps;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.media.Plan;
import lotwatch.recordings.media.Probed;
import lotwatch.recordings.media.Sheet;
import lotwatch.recordings.media.Steps;
import lotwatch.recordings.media.Window;
import lotwatch.recordings.media.Windows;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.recordings.Fragments;
import lotwatch.wire.recordings.Wanted;

/**
 * The steps of a recording over blobs. The first looks into the source and cuts it; each piece is
 * encoded with what the first wrote down of the source (its {@link Sheet}); the last joins them
 * with the sound of the source.
 */
public final class RecordingSteps {
  /** What is encoded of a recording whose video is copied: nothing. */
  private static final String NOTHING = "nothing";

  /** What a guest gets, what it makes, and what is made of that. */
  private static final int GUEST_FILES = 3;

  private final Media media;
  private final Blobs blobs;
  private final BooleanSupplier guests;
  private final int threads;
  private final Duration pieceLength;
  private final LongSupplier nanos;

  /**
   * @param media what they are done with, asked when there is something to do
   * @param guests whether pieces are looked at for those that guests can do, which costs a little
   */
  public RecordingSteps(Media media, Blobs blobs, WorkSettings settings, BooleanSupplier guests) {
    this(media, blobs, settings, guests, System::nanoTime);
  }

  /** The same by another clock. */
  RecordingSteps(
      Media media, Blobs blobs, WorkSettings settings, BooleanSupplier guests, LongSupplier nanos) {
    this.nanos = nanos;
    this.media = media;
    this.blobs = blobs;
    this.guests = guests;
    threads = settings.threads();
    pieceLength = settings.pieceLength();
  }

  /** What the work on media is done with. */
  @FunctionalInterface
  public interface Media {
    /**
     * The steps of it.
     *
     * @throws MediaException if they cannot be done on this machine
     */
    Steps steps() throws MediaException, InterruptedException;
  }

  /** How each kind of task is done. */
  public Map<String, StepWork> all() {
    return Map.of(
        lotwatch.ledger.Steps.SPLIT, this::split,
        lotwatch.ledger.Steps.ENCODE, this::encode,
        lotwatch.ledger.Steps.JOIN, this::join,
        lotwatch.ledger.Steps.COMBINE, this::combine);
  }

  private interface InFolder {
    TaskResult run(Path folder, KeptPieces kept)
        throws MediaException, IOException, InterruptedException;
  }

  /**
   * Does it in a folder of its own.
   *
   * @param bytes about how many are written, for which there must be space before it begins
   */
  private TaskResult within(LeasedTask task, long bytes, InFolder work)
      throws MediaException, IOException, InterruptedException {
    try (var space = blobs.reserve(bytes)) {
      var folder = blobs.folder(task.id().step());
      try {
        return work.run(folder, new KeptPieces(blobs, space, nanos));
      } finally {
        remove(folder);
      }
    }
  }

  private long bytes(List<BlobId> some) throws IOException {
    long bytes = 0;
    for (var blob : some) {
      bytes += Files.size(blobs.fetch(blob));
    }
    return bytes;
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private TaskResult split(LeasedTask task, IntConsumer progress)
      throws MediaException, IOException, InterruptedException {
    return within(
        task,
        bytes(task.order().inputs()), // the pieces are copies of its pictures
        (folder, kept) -> {
          var wanted = Wanted.of(task.order().text());
          var source = linked(task.order().inputs().getFirst(), folder.resolve("source"));
          var steps = media.steps();
          var probed = probed(steps, source, folder);
          var sheet = new Sheet(probed, pieceLength(probed));
          var plan = plan(steps, sheet, wanted);
          if (plan.windows().size() > WorkCommand.TASKS_OF_JOB_MAX) {
            throw new MediaException(
                MediaException.Kind.LIMIT,
                "it would have %d pieces, the limit is %d: make recordings.piece longer"
                    .formatted(plan.windows().size(), WorkCommand.TASKS_OF_JOB_MAX));
          }
          var file = folder.resolve("sheet");
          sheet.write(file);
          var about = kept.keep(file);
          var next = new ArrayList<Order>();
          var unlent = unlent(wanted, plan);
          boolean lends = unlent.isEmpty();
          for (var window : plan.windows()) {
            var piece = folder.resolve("piece-%d.nut".formatted(window.number()));
            steps.cut(plan, window, source, piece);
            var order = new PieceOrder(wanted.text(), window.number());
            var why = lends ? steps.guests().unfit(plan, window, piece) : unlent;
            unlent = unlent.isEmpty() ? why : unlent;
            var also = why.isEmpty() ? SCALE : "";
            next.add(new Order(order.text(), List.of(about, kept.keep(piece)), also));
            progress.accept(1_000 * next.size() / plan.windows().size());
          }
          if (next.isEmpty()) {
            next.add(new Order(NOTHING, List.of(about)));
          }
          var facts = new Facts(wanted.text(), about.sha256(), plan.frames(), unlent);
          return new TaskResult(facts.text(), List.of(about), next);
        });
  }

  /** Why no piece is for guests, who have a preset of their own; empty if some may be. */
  private String unlent(Wanted wanted, Plan plan) {
    if (!guests.getAsBoolean()) {
      return "no guest was known when it was cut";
    }
    return wanted.preset() == null || wanted.preset() == Wanted.Preset.FAST
        ? GuestSteps.unfit(plan.recipe())
        : "guests encode with the preset fast";
  }

  /** Frames are counted by their packets where that is right, else by decoding each. */
  private static Probed probed(Steps steps, Path source, Path folder)
      throws MediaException, InterruptedException {
    var probed = steps.probe(source, folder);
    return probed.isCountedWell() ? probed : steps.decoded(source, folder, probed);
  }

  /** As configured, or usual; longer in a video that would have too many pieces. */
  private Duration pieceLength(Probed probed) {
    var wanted = pieceLength.isZero() ? Windows.lengthFor(probed) : pieceLength;
    var least =
        Duration.ofNanos(1_000 * probed.videoMicros()).dividedBy(WorkCommand.TASKS_OF_JOB_MAX / 2);
    return wanted.compareTo(least) < 0 ? least : wanted;
  }

  /** A blob's file as one of a folder, so that it stays while it is needed. */
  private Path linked(BlobId blob, Path file) throws IOException {
    return Files.createLink(file, blobs.fetch(blob));
  }

  private static Plan plan(Steps steps, Sheet sheet, Wanted wanted) throws MediaException {
    return steps.plan(sheet.probed(), Asked.of(wanted), sheet.pieceLength());
  }

  private TaskResult encode(LeasedTask task, IntConsumer progress)
      throws MediaException, IOException, InterruptedException {
    var inputs = task.order().inputs();
    if (task.order().text().equals(NOTHING)) {
      return new TaskResult("", inputs, List.of());
    }
    var order = PieceOrder.of(task.order().text());
    var sheet = Sheet.read(blobs.fetch(inputs.getFirst()));
    var piece = blobs.fetch(inputs.getLast());
    return within(
        task,
        Files.size(piece),
        (folder, kept) -> {
          var steps = media.steps();
          var plan = plan(steps, sheet, Wanted.of(order.wanted()));
          var window = window(plan, order.number());
          int frames = plan.times(window).length;
          var encoded = folder.resolve("encoded.nut");
          var made =
              steps.encode(
                  plan,
                  window,
                  threads,
                  piece,
                  encoded,
                  done -> progress.accept(Math.toIntExact(1_000 * done / Math.max(1, frames))));
          var how = "%d frames by %s".formatted(made.frames(), steps.encoder(threads));
          return new TaskResult(how, List.of(kept.keep(encoded)), List.of());
        });
  }

  /** Somebody outside who encodes a piece. */
  @FunctionalInterface
  public interface Outsider {
    /**
     * Has it encoded.
     *
     * @param shard the file to encode, with the frames of its window and no others
     * @param made where the result goes
     * @param width of it
     * @param height of it
     * @param pieces how many pieces the recording has
     */
    void encode(LeasedTask task, Path shard, Path made, int width, int height, int pieces)
        throws IOException, InterruptedException;
  }

  /** Encoding a piece by somebody outside, of whose result nothing is believed. */
  public StepWork encodedBy(Outsider outsider) {
    return (task, _) -> {
      var inputs = task.order().inputs();
      var order = PieceOrder.of(task.order().text());
      var sheet = Sheet.read(blobs.fetch(inputs.getFirst()));
      var piece = blobs.fetch(inputs.getLast());
      return within(
          task,
          GUEST_FILES * Files.size(piece),
          (folder, kept) -> {
            var steps = media.steps();
            var plan = plan(steps, sheet, Wanted.of(order.wanted()));
            var window = window(plan, order.number());
            var shard = folder.resolve("shard.nut");
            var made = folder.resolve("made.mkv");
            steps.guests().lend(window, piece, shard);
            var recipe = plan.recipe();
            outsider.encode(
                task, shard, made, recipe.width(), recipe.height(), plan.windows().size());
            var encoded = folder.resolve("encoded.nut");
            int frames = adopt(steps, plan, window, shard, made, encoded);
            return new TaskResult(Integer.toString(frames), List.of(kept.keep(encoded)), List.of());
          });
    };
  }

  private static int adopt(
      Steps steps, Plan plan, Window window, Path shard, Path made, Path encoded)
      throws MediaException, InterruptedException, FalseResultException {
    try {
      return steps.guests().adopt(plan, window, shard, made, encoded).frames();
    } catch (MediaException e) {
      if (e.kind() == MediaException.Kind.MACHINE) {
        throw e;
      }
      throw new FalseResultException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Window window(Plan plan, int number) throws MediaException {
    Optional<Window> found =
        plan.windows().stream().filter(window -> window.number() == number).findFirst();
    return found.orElseThrow(() ->
        new MediaException(MediaException.Kind.WRONG_RESULT, "the plan has no piece " + number));
  }

  private TaskResult join(LeasedTask task, IntConsumer progress)
      throws MediaException, IOException, InterruptedException {
    var facts = Facts.of(task.order().text());
    var inputs = task.order().inputs();
    return within(
        task,
        bytes(isCopied(facts) ? inputs.subList(0, 1) : inputs.subList(1, inputs.size())),
        (folder, kept) -> {
          var wanted = Wanted.of(facts.wanted());
          var source = linked(inputs.getFirst(), folder.resolve("source"));
          var steps = media.steps();
          var plan = plan(steps, sheet(steps, facts, source, folder), wanted);
          var pieces = new ArrayList<Path>();
          for (int i = 0; i < plan.windows().size(); i++) {
            var piece = folder.resolve("encoded-%d.nut".formatted(i));
            pieces.add(linked(inputs.get(i + 1), piece));
            progress.accept(500 * (i + 1) / plan.windows().size());
          }
          var result = folder.resolve("result." + wanted.container().ending());
          steps.join(plan, pieces, source, result);
          progress.accept(1_000);
          return new TaskResult(
              new Facts(facts.wanted(), "", plan.frames(), "").text(),
              List.of(kept.keep(result)),
              List.of());
        });
  }

  private static boolean isCopied(Facts facts) {
    return Wanted.of(facts.wanted()).codec() == Wanted.Codec.COPY;
  }

  /** What was written down of the source; if that is gone by now, it is looked into again. */
  private Sheet sheet(Steps steps, Facts facts, Path source, Path folder)
      throws MediaException, InterruptedException {
    try {
      return Sheet.read(blobs.fetch(new BlobId(facts.sheet())));
    } catch (IOException e) {
      var probed = probed(steps, source, folder);
      return new Sheet(probed, pieceLength(probed));
    }
  }

  /** Joins what a camera recorded; the order says when each piece begins, in milliseconds. */
  private TaskResult combine(LeasedTask task, IntConsumer progress)
      throws MediaException, IOException, InterruptedException {
    var inputs = task.order().inputs();
    var words = List.of(task.order().text().split(" ", -1));
    var offsets =
        new ArrayList<>(words.subList(0, inputs.size()).stream().map(Long::valueOf).toList());
    offsets.add(offsets.getLast() + Long.parseLong(words.getLast()));
    return within(
        task,
        bytes(inputs),
        (folder, kept) -> {
          var pieces = new ArrayList<Path>();
          int frames = 0;
          for (var input : inputs) {
            var piece = folder.resolve("piece-%d.mp4".formatted(pieces.size()));
            pieces.add(linked(input, piece));
            frames += Fragments.of(piece).frames();
            progress.accept(500 * pieces.size() / inputs.size());
          }
          var result = folder.resolve("result.mp4");
          media.steps().combine(pieces, offsets, frames, result);
          progress.accept(1_000);
          return new TaskResult(
              new Facts("", "", frames, "").text(), List.of(kept.keep(result)), List.of());
        });
  }
}
