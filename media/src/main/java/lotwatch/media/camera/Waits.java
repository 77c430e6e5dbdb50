package lotwatch.media.camera;

import java.time.Duration;

/**
 * How long one camera is waited for: its limits, and on top the pace at which it is looked at,
 * since a camera that gives an image every 15 s is not stalled. Every time limit of a camera comes
 * from here.
 *
 * @param first for its first frame, from when it is called
 * @param next from one frame to the next; the same for the silence of one whose images are sent
 * @param socket for one read or write, which whoever decodes is told; longer than the others, which
 *     tell better what is wrong
 */
record Waits(Duration first, Duration next, Duration socket) {
  /**
   * The frame after one that was picked is the first that comes when the period is over: with a
   * camera that is as slow as its period, that is up to two of them later.
   */
  private static final int PERIODS = 2;

  private static final Duration SOCKET_MARGIN = Duration.ofSeconds(5);

  static Waits of(CameraSettings camera) {
    var periods = camera.pause().multipliedBy(PERIODS);
    var first = camera.limits().openMax().plus(periods);
    var next = camera.limits().stallMax().plus(periods);
    var longer = first.compareTo(next) > 0 ? first : next;
    return new Waits(first, next, longer.plus(SOCKET_MARGIN));
  }

  String socketMicros() {
    return String.valueOf(socket.toNanos() / 1_000);
  }
}
