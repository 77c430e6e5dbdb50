package lotwatch.node.config;

import java.util.Optional;
import lotwatch.recordings.play.PlaybackSettings;
import lotwatch.recordings.work.WorkSettings;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.s3.S3Settings;
import lotwatch.wire.recordings.Recheck;
import lotwatch.wire.settings.Section;

/**
 * What this node does for recordings.
 *
 * @param blobs how videos are kept
 * @param store where they are, if not on the disks of the nodes
 * @param work how much of the encoding is done here
 * @param playback what is kept ready for players
 * @param recheck which pieces are encoded twice
 */
public record RecordingSettings(
    BlobSettings blobs,
    Optional<S3Settings> store,
    WorkSettings work,
    PlaybackSettings playback,
    Recheck recheck) {
  /** Reads the section {@code recordings}. */
  static RecordingSettings read(Section recordings) {
    return new RecordingSettings(
        BlobSettings.read(recordings),
        S3Settings.read(recordings),
        WorkSettings.read(recordings),
        PlaybackSettings.read(recordings),
        Recheck.read(recordings));
  }
}
