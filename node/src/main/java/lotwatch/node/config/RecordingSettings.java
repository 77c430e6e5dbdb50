package lotwatch.node.config;

import lotwatch.recordings.play.HlsSettings;
import lotwatch.recordings.work.WorkSettings;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.wire.recordings.Recheck;
import lotwatch.wire.settings.Section;

/**
 * What this node does for recordings.
 *
 * @param blobs how videos are kept
 * @param work how much of the encoding is done here
 * @param hls what is kept ready for players of HLS
 * @param recheck which pieces are encoded twice
 */
public record RecordingSettings(
    BlobSettings blobs, WorkSettings work, HlsSettings hls, Recheck recheck) {
  /** Reads the section {@code recordings}. */
  static RecordingSettings read(Section recordings) {
    return new RecordingSettings(
        BlobSettings.read(recordings),
        WorkSettings.read(recordings),
        HlsSettings.read(recordings),
        Recheck.read(recordings));
  }
}
