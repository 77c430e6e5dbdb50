package lotwatch.gateway.campus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Visibility;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.Frames.TextCamera;

/**
 * System A's camera clients send text in place of images, and its processors derive from the hash
 * of it how many spaces are free, 0 to 100. For a camera that is configured so, the same number is
 * reported for its lot.
 */
final class TextFrames {
  private static final int NUMBERS = 101;

  private final Gate gate;

  TextFrames(Gate gate) {
    this.gate = gate;
  }

  /** The first 16 bits of the SHA-256 of a frame, modulo 101. */
  static int spaces(byte[] frame) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(frame);
      return (((hash[0] & 0xff) << Byte.SIZE) | (hash[1] & 0xff)) % NUMBERS;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Reports what follows from a frame, and that its camera is there. */
  Frames.Answer take(TextCamera from, byte[] frame, Requester requester) throws DeniedException {
    var now = Instant.now();
    var camera = from.camera().value();
    try {
      var report = new Report("system-a/" + camera, from.lot().value(), spaces(frame), now);
      var told = gate.submit(requester.asks(Action.REPORT, report.reporter()), report, null);
      if (told instanceof Rejected no) {
        return new Frames.Rejected(Frames.Reason.NOT_SENT, no.detail());
      }
      gate.submit(
          requester.asks(Action.SEND_FRAME, camera),
          new Observe(from.camera(), now, Visibility.CLEAR, List.of()),
          null);
      return new Taken(true);
    } catch (UnavailableException e) {
      return new Away(String.valueOf(e.getMessage()));
    }
  }
}
