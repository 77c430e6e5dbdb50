package lotwatch.cli.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lotwatch.cli.eval.Drawings.Judged;
import lotwatch.cli.eval.SetResult.Mistake;
import lotwatch.media.Frame;
import lotwatch.media.sight.Crop;
import lotwatch.media.sight.Sight;
import lotwatch.media.sight.SpotNet;
import lotwatch.wire.Observation.Visibility;

/**
 * Lets sight look at labelled images and counts how often it is right.
 *
 * <p>Reads folders with a {@code labels.json} ("parking-truth/1": a camera's images or clip) or an
 * {@code index.csv} (images of single spots), and folders of such folders.
 */
public final class Eval {
  private static final int PROGRESS_EVERY = 1_000;

  private final SpotNet net;
  private final LabelledSet set;
  private final Drawings drawings;
  private final Map<String, Boolean> verdicts = new HashMap<>();
  private final Map<String, Boolean> labels = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final int[] right = new int[2];
  private final int[] wrong = new int[2];
  private int unseen;
  private int flips;
  private int judged;
  private long cutNanos;
  private long netNanos;

  private Eval(SpotNet net, LabelledSet set, Path images) {
    this.net = net;
    this.set = set;
    this.drawings = new Drawings(images, set.name());
  }

  /**
   * Evaluates the shipped network.
   *
   * @param folders of labelled images
   * @param images the folder that gets images of the mistakes; made if it is missing
   * @param progress told a line now and then
   * @return one result a set, in the order found
   * @throws IOException if a set cannot be read or an image cannot be written
   * @throws InterruptedException if interrupted while waiting for a decoder
   */
  public static List<SetResult> run(List<Path> folders, Path images, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (var net = SpotNet.shipped()) {
      return run(net, folders, images, progress);
    }
  }

  /** Evaluates any network, else as {@link #run(List, Path, Consumer)}. */
  public static List<SetResult> run(
      SpotNet net, List<Path> folders, Path images, Consumer<String> progress)
      throws IOException, InterruptedException {
    var results = new ArrayList<SetResult>();
    for (var folder : folders) {
      for (var set : LabelledSet.below(folder)) {
        results.add(new Eval(net, set, images).run(progress));
      }
    }
    return results;
  }

  private SetResult run(Consumer<String> progress) throws IOException, InterruptedException {
    var next = PROGRESS_EVERY;
    for (var shot : set.shots()) {
      var frame = shot.image().read();
      judge(shot, frame);
      if (judged >= next) {
        progress.accept("%s: %d spots".formatted(set.name(), judged));
        next += PROGRESS_EVERY;
      }
    }
    drawings.finish();
    progress.accept(
        "%s: %d of %d right".formatted(set.name(), right[0] + right[1], judged + unseen));
    var each = Math.max(1, judged);
    return new SetResult(
        set.name(),
        right[0],
        wrong[0],
        right[1],
        wrong[1],
        unseen,
        flips,
        cutNanos / each,
        netNanos / each,
        mistakes);
  }

  private void judge(Shot shot, Frame frame) throws IOException {
    if (!shot.patch() && Sight.visibility(frame) != Visibility.CLEAR) {
      unseen += shot.truths().size();
      return;
    }
    var crops = new float[shot.truths().size() * Crop.FLOATS];
    var start = System.nanoTime();
    for (var i = 0; i < shot.truths().size(); i++) {
      var outline = shot.truths().get(i).spot().outline();
      new Crop(outline, frame.width(), frame.height()).into(frame, crops, i * Crop.FLOATS);
    }
    var cut = System.nanoTime();
    var occupied = net.occupied(crops, shot.truths().size());
    cutNanos += cut - start;
    netNanos += System.nanoTime() - cut;
    count(shot, frame, occupied);
  }

  private void count(Shot shot, Frame frame, float[] occupied) throws IOException {
    var all = new ArrayList<Judged>();
    for (var i = 0; i < occupied.length; i++) {
      var truth = shot.truths().get(i);
      var spot = new Judged(truth.spot().outline(), truth.occupied(), occupied[i]);
      all.add(spot);
      judged++;
      (spot.right() ? right : wrong)[truth.occupied() ? 1 : 0]++;
      if (!spot.right()) {
        drawings.crop(frame, spot);
        mistakes.add(new Mistake(shot.name(), truth.spot().id(), truth.occupied(), occupied[i]));
      }
      if (!shot.patch()) {
        flip(truth.spot().id(), truth.occupied(), occupied[i] >= 0.5);
      }
    }
    if (!shot.patch() && all.stream().anyMatch(spot -> !spot.right())) {
      drawings.frame(shot.name(), frame, all);
    }
  }

  /** Counts a verdict that changed although the label did not. */
  private void flip(String spot, boolean label, boolean verdict) {
    var labelBefore = labels.put(spot, label);
    var verdictBefore = verdicts.put(spot, verdict);
    if (labelBefore != null
        && verdictBefore != null
        && labelBefore == label
        && verdictBefore != verdict) {
      flips++;
    }
  }
}
