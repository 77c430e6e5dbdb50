package lotwatch.lab.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the whole path and the bare loop took, round by round.
 *
 * @param framesPerSecond looked at per second of video
 */
record SightReport(double framesPerSecond, List<Spent> whole, List<Spent> bare) {
  String table() {
    return String.format(
        Locale.ROOT,
        """
        1920 x 1080, %d spots, %s frames per second of video, one core,
        medians of %d rounds of %d frames
                         CPU ms/frame   wall ms/frame
        bare loop        %12.1f    %12.1f
        whole path       %12.1f    %12.1f
        bare / whole     %12.3f    %12.3f\
        """,
        Scene.SPOTS,
        framesPerSecond,
        whole.size(),
        whole.getFirst().frames(),
        median(bare, Spent::cpuMillisPerFrame),
        median(bare, Spent::wallMillisPerFrame),
        median(whole, Spent::cpuMillisPerFrame),
        median(whole, Spent::wallMillisPerFrame),
        ratio(Spent::cpuMillisPerFrame),
        ratio(Spent::wallMillisPerFrame));
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"spots\":%d,\"frames\":%d,\"rounds\":%d,\"bareCpuMillis\":%.2f,\"wholeCpuMillis\":%.2f,"
            + "\"bareWallMillis\":%.2f,\"wholeWallMillis\":%.2f,\"cpuRatio\":%.4f,"
            + "\"wallRatio\":%.4f}",
        Scene.SPOTS,
        whole.getFirst().frames(),
        whole.size(),
        median(bare, Spent::cpuMillisPerFrame),
        median(whole, Spent::cpuMillisPerFrame),
        median(bare, Spent::wallMillisPerFrame),
        median(whole, Spent::wallMillisPerFrame),
        ratio(Spent::cpuMillisPerFrame),
        ratio(Spent::wallMillisPerFrame));
  }

  /** How much of the whole path the bare loop is. */
  private double ratio(ToDoubleFunction<Spent> what) {
    return median(bare, what) / median(whole, what);
  }

  private static double median(List<Spent> rounds, ToDoubleFunction<Spent> what) {
    var sorted = rounds.stream().mapToDouble(what).sorted().toArray();
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
