package lotwatch.media.worker;

import lotwatch.media.Frame;
import lotwatch.wire.Observation;

/**
 * Says what one frame of one camera shows. Asked by one thread at a time per camera; one that
 * cannot say throws, and is asked again with the next frame.
 */
@FunctionalInterface
public interface Looker {
  /** What is seen in the frame. */
  Observation look(String camera, Frame frame);
}
