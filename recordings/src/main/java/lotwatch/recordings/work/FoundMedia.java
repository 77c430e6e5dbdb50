package lotwatch.recordings.work;

import lotwatch.ffmpeg.FfmpegException;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Steps;
import org.jspecify.annotations.Nullable;

/** Looks for ffmpeg and a sandbox when there is something to do. */
public final class FoundMedia implements RecordingSteps.Media {
  private final FfmpegSearch ffmpeg;
  private @Nullable Steps found;

  /** One that has looked for nothing yet. */
  public FoundMedia(FfmpegSearch ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  @Override
  public synchronized Steps steps() throws MediaException, InterruptedException {
    var steps = found;
    if (steps == null) {
      try {
        steps = new Steps(Sandbox.find(ffmpeg.ffmpeg(), Limits.STANDARD));
      } catch (FfmpegException e) {
        throw new MediaException(MediaException.Kind.MACHINE, String.valueOf(e.getMessage()));
      }
      found = steps;
    }
    return steps;
  }
}
