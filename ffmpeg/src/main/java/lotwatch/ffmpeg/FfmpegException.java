package lotwatch.ffmpeg;

import java.io.IOException;

/** No ffmpeg starts on this machine. The message is for the operator and says what to install. */
public final class FfmpegException extends IOException {
  FfmpegException(String message) {
    super(message);
  }
}
