package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each step costs beside one pass of ffmpeg over the whole file, in CPU seconds of the
 * children: {@code -Dlotwatch.costs=VIDEO}. To 640 x 360 H.264, one thread in both.
 */
class CostsTest {
  private static final double TICKS_PER_SECOND = 100;
  private static final double PERCENT_MAX = 110;

  @TempDir Path folder;

  private interface Work {
    void run() throws Exception;
  }

  @Test
  void allStepsTogetherCostLittleMoreThanOnePass() throws Exception {
    var told = System.getProperty("lotwatch.costs");
    assumeTrue(told != null, "-Dlotwatch.costs=VIDEO measures what the steps cost");
    var source = Path.of(String.valueOf(told)).toRealPath();
    var sandbox =
        Kit.sandbox()
            .withoutBubblewrap(); // it does not wait for its children, so their time is lost
    var steps = new Steps(sandbox);
    var wanted = Wanted.USUAL.sized(Optional.of(640), Optional.of(360));
    var plans = new ArrayList<Plan>();
    var probe =
        cpuSeconds(
            () -> plans.add(steps.plan(steps.probe(source, folder), wanted, Windows.LENGTH)));
    var plan = plans.getFirst();
    var cut = 0.0;
    var encode = 0.0;
    var check = 0.0;
    var files = new ArrayList<Path>();
    for (var window : plan.windows()) {
      var piece = folder.resolve("piece.nut");
      var encoded = folder.resolve("encoded-%d.nut".formatted(window.number()));
      cut += cpuSeconds(() -> steps.cut(plan, window, source, piece));
      var both = cpuSeconds(() -> steps.encode(plan, window, 1, piece, encoded, _ -> {}));
      var again = cpuSeconds(() -> steps.check(plan, window, encoded));
      encode += both - again;
      check += again;
      files.add(encoded);
    }
    var result = folder.resolve("result");
    var both = cpuSeconds(() -> steps.join(plan, files, source, result));
    var verify = cpuSeconds(() -> steps.verify(plan, result, folder));
    var onePass = cpuSeconds(() -> onePass(plan, source));
    var sum = probe + cut + encode + check + both;
    System.out.printf(
        Locale.ROOT,
        "%d frames, %d pieces. CPU seconds: probe %.2f, cut %.2f, encode %.2f, check %.2f, join"
            + " %.2f, verify %.2f, sum %.2f; one pass %.2f: encode %.1f %%, sum %.1f %%%n",
        plan.frames(),
        files.size(),
        probe,
        cut,
        encode,
        check,
        both - verify,
        verify,
        sum,
        onePass,
        100 * encode / onePass,
        100 * sum / onePass);
    assertThat(100 * sum / onePass).isLessThan(PERCENT_MAX);
  }

  private void onePass(Plan plan, Path source) throws Exception {
    var recipe = plan.recipe();
    var words =
        new ArrayList<>(
            List.of("-nostdin", "-v", "fatal", "-y", "-noautorotate", "-threads", "1", "-i"));
    words.addAll(List.of(source.toString(), "-map", "0:" + plan.probed().video().index()));
    words.addAll(
        List.of(
            "-filter_threads",
            "1",
            "-vf",
            "scale=640:360:flags=bicubic+accurate_rnd+bitexact,format=yuv420p"));
    words.addAll(List.of("-fps_mode", "passthrough", "-map", "0:a?", "-c:a", "copy"));
    words.addAll(
        recipe
            .wanted()
            .codec()
            .encoder(
                recipe.wanted().quality(), recipe.wanted().preset(), 1, Part.whole(recipe.rate())));
    words.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*2)"));
    words.addAll(
        List.of("-movflags", "+faststart", "-f", "mp4", folder.resolve("one-pass").toString()));
    Kit.said(Kit.ffmpeg().command(words));
  }

  /** Of the children that ended meanwhile, and theirs. */
  private static double cpuSeconds(Work work) throws Exception {
    var before = childTicks();
    work.run();
    return (childTicks() - before) / TICKS_PER_SECOND;
  }

  private static long childTicks() throws Exception {
    var stat = Files.readString(Path.of("/proc/self/stat"));
    var words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(words[13]) + Long.parseLong(words[14]);
  }
}
