package lotwatch.wire.json;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A camera in JSON with what its decoder says of itself.
 *
 * @param view starting, clear, black, covered, damaged, frozen or silent
 * @param since when its view came to be so
 * @param heardAt when its last observation was applied
 * @param holder the node that looks at its frames; null if there is none
 * @param lots those it watches spots of
 * @param spots how many spots it watches
 * @param frameAgeSeconds age of the newest frame; null if there is none here
 * @param source where its frames come from, without names and passwords
 * @param decoder what the decoder is doing, such as running or waiting
 * @param reason why it is not running
 * @param framesDropped frames that newer ones overtook
 * @param watches what it watches; null where only a summary is asked for
 */
public record CameraReport(
    String id,
    String view,
    Instant since,
    @Nullable Instant heardAt,
    @Nullable String holder,
    List<String> lots,
    int spots,
    @Nullable Double frameAgeSeconds,
    @Nullable String source,
    @Nullable String decoder,
    @Nullable String reason,
    @Nullable Long framesDropped,
    @Nullable List<WatchShape> watches) {
  public CameraReport {
    lots = List.copyOf(lots);
  }
}
