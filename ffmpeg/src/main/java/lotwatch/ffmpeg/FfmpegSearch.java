package lotwatch.ffmpeg;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks for ffmpeg when it is first needed, and remembers what it found; what it did not find is
 * looked for again, since somebody may have installed it.
 */
public final class FfmpegSearch {
  private final @Nullable Path configured;
  private final Path cache;
  private @Nullable Ffmpeg found;

  /** A search as {@link Ffmpeg#find} makes it. */
  public FfmpegSearch(@Nullable Path configured, Path cache) {
    this.configured = configured;
    this.cache = cache;
  }

  /** One that has found this. */
  public FfmpegSearch(Ffmpeg found) {
    this(found.program(), found.program());
    this.found = found;
  }

  /**
   * The ffmpeg; the first call takes a while.
   *
   * @throws FfmpegException if none starts; the message says why and what to install
   */
  public synchronized Ffmpeg ffmpeg() throws FfmpegException {
    if (found == null) {
      found = Ffmpeg.find(configured, cache);
    }
    return found;
  }
}
