package lotwatch.wire;

import java.util.Optional;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.LotId;

/**
 * Where images go that somebody sent: to the node that holds their camera. An image that is {@link
 * Taken} waits there to be looked at; only a newer one of its camera takes its place.
 */
public interface Frames {
  /** Bytes of one image. */
  int BYTES_MAX = 4 << 20;

  /** The camera whose source is {@code grpc:number}. */
  Optional<CameraId> numbered(int number);

  /** The camera that sends text under this number, {@code grpc:number?format=system-a}. */
  default Optional<TextCamera> texted(int number) {
    return Optional.empty();
  }

  /**
   * A camera that sends text.
   *
   * @param lot whose free spaces follow from its text
   */
  record TextCamera(CameraId camera, LotId lot) {}

  /**
   * Hands an image to the node that holds its camera, and waits a little if there is none now.
   *
   * @param image a JPEG or PNG file
   */
  Answer give(CameraId camera, byte[] image);

  /** What became of an image. */
  sealed interface Answer {}

  /**
   * It waits to be looked at.
   *
   * @param here on this node, or on another
   */
  record Taken(boolean here) implements Answer {}

  /**
   * It will not be taken however often it is sent.
   *
   * @param detail says why and what to do
   */
  record Rejected(Reason reason, String detail) implements Answer {}

  /**
   * Nobody could take it now.
   *
   * @param detail says why
   */
  record Away(String detail) implements Answer {}

  /** Why an image is refused. */
  enum Reason {
    /** It is neither JPEG nor PNG. */
    NO_PICTURE,
    /** It is JPEG or PNG, and cannot be decoded. */
    DAMAGED,
    /** It has too many bytes or pixels. */
    TOO_LARGE,
    /** There is no such camera. */
    UNKNOWN_CAMERA,
    /** The camera fetches its images itself. */
    NOT_SENT
  }
}
