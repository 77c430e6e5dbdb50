package lotwatch.recordings.media;

import java.util.List;

/**
 * All that is to be done with a source.
 *
 * @param probed what it holds
 * @param recipe how each piece is encoded
 * @param windows the pieces in the order of time; none if the video is copied
 */
public record Plan(Probed probed, Recipe recipe, List<Window> windows) {
  public Plan {
    windows = windows.stream().filter(window -> recipe.frames(window) > 0).toList();
  }

  boolean isLast(Window window) {
    return window.number() == windows.getLast().number();
  }

  /** When the frames of an encoded piece are to be shown, on the recipe's clock, from 0 on. */
  public long[] times(Window window) {
    return recipe.times(window, probed.frames());
  }

  /** How many frames are encoded in all. */
  public long frames() {
    return windows.stream().mapToLong(recipe::frames).sum();
  }
}
