package lotwatch.training;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lotwatch.video.sight.eval.Patch;
import lotwatch.video.sight.eval.Pictures;

/**
 * What a network learns from and is measured on.
 *
 * @param learn samples to learn from
 * @param measure samples of views that none of {@code learn} comes from
 * @param sources where {@code learn} comes from, for the card
 */
record Stock(List<Sample> learn, List<Sample> measure, String sources) {
  /** Only what the licence of the data set allows to ship is learned from: ACPDS, and our own. */
  private static final String PATCHES = "spot-patches/acpds";

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
   * @param heldOut views whose names begin so are measured on
   * @param lots made-up lots to render
   * @param campuses campuses to render
   * @param seed of the lots
   */
  record Wish(Path data, String heldOut, int lots, int campuses, long seed) {}

  /**
   * Reads and renders it all.
   *
   * @throws IOException if a picture cannot be read
   */
  static Stock gather(Wish wish, PrintStream log) throws IOException {
    var learn = new ArrayList<Sample>();
    var measure = new ArrayList<Sample>();
    for (var patch : Patch.read(wish.data.resolve(PATCHES))) {
      var sample =
          new Sample(
              Pictures.read(patch.file()), patch.outline(), patch.occupied(), patch.camera());
      (patch.camera().startsWith(wish.heldOut) ? measure : learn).add(sample);
    }
    var photographed = learn.size();
    log.printf("%,d spots of ACPDS, %,d more held out%n", photographed, measure.size());
    learn.addAll(Scenes.lots(wish.seed, wish.lots, SPOTS_MAX));
    learn.addAll(Scenes.campuses(CAMPUS_FIRST, wish.campuses));
    log.printf("%,d spots rendered%n", learn.size() - photographed);
    return new Stock(
        learn,
        measure,
        "%,d of ACPDS, %,d rendered".formatted(photographed, learn.size() - photographed));
  }

  /** How many views samples come from. */
  static long views(List<Sample> samples) {
    return samples.stream().map(Sample::view).distinct().count();
  }
}
