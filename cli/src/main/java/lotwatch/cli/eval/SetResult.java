package lotwatch.cli.eval;

import java.util.List;

/**
 * How well sight did on one set.
 *
 * @param name the set's name
 * @param freeRight free and seen free
 * @param freeWrong free and seen occupied
 * @param occupiedRight occupied and seen occupied
 * @param occupiedWrong occupied and seen free
 * @param unseen labelled spots of images that sight held for black or covered; they count as wrong
 * @param flips labelled spots whose verdict changed from one image of a clip to the next although
 *     the label did not
 * @param cutNanos time to cut one spot out, in nanoseconds
 * @param netNanos time to judge one spot, in nanoseconds
 * @param mistakes every wrong verdict
 */
public record SetResult(
    String name,
    int freeRight,
    int freeWrong,
    int occupiedRight,
    int occupiedWrong,
    int unseen,
    int flips,
    long cutNanos,
    long netNanos,
    List<Mistake> mistakes) {

  /**
   * One wrong verdict.
   *
   * @param image the image's name within the set
   * @param spot the spot's id
   * @param occupied what is true
   * @param probability what was seen: the probability of a vehicle, 0..1
   */
  public record Mistake(String image, String spot, boolean occupied, double probability) {}

  public SetResult {
    mistakes = List.copyOf(mistakes);
  }

  /** Labelled spots, over all images. */
  public int labels() {
    return freeRight + freeWrong + occupiedRight + occupiedWrong + unseen;
  }

  /** Verdicts that were right. */
  public int right() {
    return freeRight + occupiedRight;
  }

  /** The part of all labels that sight got right, 0..1. */
  public double accuracy() {
    return labels() == 0 ? 0 : (double) right() / labels();
  }
}
