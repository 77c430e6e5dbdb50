package lotwatch.node.config;

import lotwatch.recordings.play.PlaybackSettings;
import lotwatch.recordings.work.WorkSettings;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.wire.settings.Section;

/**
 * What this node does for recordings.
 *
 * @param blobs how videos are kept
 * @param work how much of the encoding is done here
 * @param playback what is kept ready for players
 */
public record RecordingSettings(BlobSettings blobs, WorkSettings work, PlaybackSettings playback) {
  /** Reads the section {@code recordings}. */
  static RecordingSettings read(Section recordings) {
    return new RecordingSettings(
        BlobSettings.read(recordings),
        WorkSettings.read(recordings),
        PlaybackSettings.read(recordings));
  }
}
