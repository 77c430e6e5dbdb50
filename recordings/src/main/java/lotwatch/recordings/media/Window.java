package lotwatch.recordings.media;

/**
 * The part of the video that one piece holds: the frames shown at or after one tick and before
 * another, on the stream's clock.
 *
 * @param number from 0, in the order of time
 * @param fromTick when its first frame is shown, a keyframe but for the first
 * @param toTick when the first frame of the next is shown; of the last, when the video ends
 * @param frames how many it holds
 * @param openMicros before its first frame and after the last of the one before, in microseconds
 * @param closeMicros after its last frame and before the first of the next
 * @param lastTick when its last frame is shown
 */
public record Window(
    int number,
    long fromTick,
    long toTick,
    int frames,
    long openMicros,
    long closeMicros,
    long lastTick) {}
