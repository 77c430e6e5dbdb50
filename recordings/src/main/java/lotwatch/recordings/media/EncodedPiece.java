package lotwatch.recordings.media;

/**
 * A piece that was encoded and checked.
 *
 * @param number of its window
 * @param frames that it holds, each of which was decoded
 * @param bytes of its file
 * @param sha256 of its file, in hexadecimal: the same for the same ffmpeg, recipe and threads
 * @param head the hash of what a decoder must know before the first frame; empty if there is none
 * @param complaints how many lines the decoder of the source complained of: damage that it covered
 */
public record EncodedPiece(
    int number, int frames, long bytes, String sha256, String head, long complaints) {}
