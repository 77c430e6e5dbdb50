package lotwatch.recordings.media;

/** The part of each stored frame that is kept, in pixels from its top left. */
public record Crop(int width, int height, int left, int top) {}
