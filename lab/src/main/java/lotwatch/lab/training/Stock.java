package lotwatch.lab.training;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lotwatch.cli.eval.Images;
import lotwatch.cli.eval.LabelledSet;
import lotwatch.cli.eval.Patch;

/**
 * What a network learns from and is measured on.
 *
 * @param learn samples to learn from
 * @param measure samples of views that none of {@code learn} comes from
 * @param sources where {@code learn} comes from, for the card
 */
record Stock(List<Sample> learn, List<Sample> measure, String sources) {
  /** Only what the licence of the data set allows to ship is learned from: these, and our own. */
  private static final String PATCHES = "spot-patches/acpds";

  private static final List<String> PKLOT =
      List.of("data/occupancy/pklot-ufpr04", "data/occupancy/pklot-ufpr05");

  /** Of PKLot's spots, few in many nearly equal images, one in so many is learned from. */
  private static final int PKLOT_EVERY = 2;

  /** Spots taken of one made-up lot. */
  private static final int SPOTS_MAX = 20;

  /** The first campus learned from: those before are left for demonstrations and tests. */
  private static final long CAMPUS_FIRST = 1_000;

  Stock {
    learn = List.copyOf(learn);
    measure = List.copyOf(measure);
  }

  /**
   * What to gather.
   *
   * @param data folder that holds the patches
   * @param pklot whether to learn from PKLot as well
   * @param heldOut views whose names begin so are measured on
   * @param lots made-up lots to render
   * @param campuses campuses to render
   * @param seed of the lots
   */
  record Wish(Path data, boolean pklot, String heldOut, int lots, int campuses, long seed) {}

  /**
   * Reads and renders it all.
   *
   * @throws IOException if an image cannot be read
   * @throws InterruptedException if the wait for an image was interrupted
   */
  static Stock gather(Wish wish, PrintStream log) throws IOException, InterruptedException {
    var learn = new ArrayList<Sample>();
    var measure = new ArrayList<Sample>();
    for (var patch : Patch.read(wish.data.resolve(PATCHES))) {
      var sample =
          new Sample(Images.read(patch.file()), patch.outline(), patch.occupied(), patch.camera());
      (patch.camera().startsWith(wish.heldOut) ? measure : learn).add(sample);
    }
    var acpds = learn.size();
    log.printf("%,d spots of ACPDS, %,d more held out%n", acpds, measure.size());
    if (wish.pklot) {
      for (var folder : PKLOT) {
        learn.addAll(pklot(wish.data.resolve(folder)));
      }
    }
    var pklot = learn.size() - acpds;
    log.printf("%,d spots of PKLot%n", pklot);
    learn.addAll(SimSamples.lots(wish.seed, wish.lots, SPOTS_MAX));
    learn.addAll(SimSamples.campuses(CAMPUS_FIRST, wish.campuses));
    var rendered = learn.size() - acpds - pklot;
    log.printf("%,d spots rendered%n", rendered);
    return new Stock(
        learn,
        measure,
        "%,d of ACPDS, %,d of PKLot, %,d rendered".formatted(acpds, pklot, rendered));
  }

  private static List<Sample> pklot(Path folder) throws IOException, InterruptedException {
    var samples = new ArrayList<Sample>();
    var shots = 0;
    for (var set : LabelledSet.below(folder)) {
      for (var shot : set.shots()) {
        var frame = shot.image().read();
        // another part of the spots from each image
        for (var i = shots++ % PKLOT_EVERY; i < shot.truths().size(); i += PKLOT_EVERY) {
          var truth = shot.truths().get(i);
          samples.add(
              SimSamples.cut(
                  frame, truth.spot().outline(), truth.occupied(), set.name() + shot.name()));
        }
      }
    }
    return samples;
  }

  /** How many views samples come from. */
  static long views(List<Sample> samples) {
    return samples.stream().map(Sample::view).distinct().count();
  }
}
