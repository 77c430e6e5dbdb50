package lotwatch.sim;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Made-up lots for training: no two alike in camera, layout, light, weather or cars. */
public final class TrainingScenes {
  private TrainingScenes() {}

  /**
   * Scenes from a seed, drawn one by one as they are asked for.
   *
   * @param seed the same seed gives the same scenes
   * @param count how many
   */
  public static Stream<TrainingScene> stream(long seed, long count) {
    return LongStream.range(0, count).mapToObj(number -> scene(seed, number));
  }

  /** Scene {@code number} of a seed; scenes may be drawn by several threads at once. */
  public static TrainingScene scene(long seed, long number) {
    return new SceneMaker(seed * 1_000_003 + number).make();
  }
}
