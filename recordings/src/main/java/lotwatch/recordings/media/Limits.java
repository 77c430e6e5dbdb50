package lotwatch.recordings.media;

import java.time.Duration;

/**
 * What work on untrusted media may use at most. A file that crosses one is refused, a child that
 * does is killed.
 *
 * @param pixelsMax of one frame
 * @param streamsMax of one file, of all kinds
 * @param framesMax of one file
 * @param packetsMax of one file, of all streams
 * @param fileBytesMax of a file that a child writes
 * @param memoryBytesMax address space of one child
 * @param openFilesMax of one child
 * @param probeMax how long reading a file once may take
 * @param cutMax how long cutting out one piece may take
 * @param encodeMax how long encoding or checking one piece may take
 * @param joinMax how long the join may take
 */
public record Limits(
    long pixelsMax,
    int streamsMax,
    int framesMax,
    long packetsMax,
    long fileBytesMax,
    long memoryBytesMax,
    int openFilesMax,
    Duration probeMax,
    Duration cutMax,
    Duration encodeMax,
    Duration joinMax) {
  /** Those of a node: an 8K frame, a day of 60 frames per second, a file of 256 GiB. */
  public static final Limits STANDARD =
      new Limits(
          33_177_600,
          64,
          5_184_000,
          50_000_000,
          256L << 30,
          8L << 30,
          128,
          Duration.ofMinutes(30),
          Duration.ofMinutes(10),
          Duration.ofHours(2),
          Duration.ofHours(6));

  Limits withPixelsMax(long max) {
    return new Limits(
        max,
        streamsMax,
        framesMax,
        packetsMax,
        fileBytesMax,
        memoryBytesMax,
        openFilesMax,
        probeMax,
        cutMax,
        encodeMax,
        joinMax);
  }

  Limits withStreamsMax(int max) {
    return new Limits(
        pixelsMax,
        max,
        framesMax,
        packetsMax,
        fileBytesMax,
        memoryBytesMax,
        openFilesMax,
        probeMax,
        cutMax,
        encodeMax,
        joinMax);
  }

  Limits withFramesMax(int max) {
    return new Limits(
        pixelsMax,
        streamsMax,
        max,
        packetsMax,
        fileBytesMax,
        memoryBytesMax,
        openFilesMax,
        probeMax,
        cutMax,
        encodeMax,
        joinMax);
  }

  Limits withPacketsMax(long max) {
    return new Limits(
        pixelsMax,
        streamsMax,
        framesMax,
        max,
        fileBytesMax,
        memoryBytesMax,
        openFilesMax,
        probeMax,
        cutMax,
        encodeMax,
        joinMax);
  }

  Limits withFileBytesMax(long max) {
    return new Limits(
        pixelsMax,
        streamsMax,
        framesMax,
        packetsMax,
        max,
        memoryBytesMax,
        openFilesMax,
        probeMax,
        cutMax,
        encodeMax,
        joinMax);
  }

  Limits withMemoryBytesMax(long max) {
    return new Limits(
        pixelsMax,
        streamsMax,
        framesMax,
        packetsMax,
        fileBytesMax,
        max,
        openFilesMax,
        probeMax,
        cutMax,
        encodeMax,
        joinMax);
  }

  /** With this for each of the four. */
  Limits withEachStepMax(Duration max) {
    return new Limits(
        pixelsMax,
        streamsMax,
        framesMax,
        packetsMax,
        fileBytesMax,
        memoryBytesMax,
        openFilesMax,
        max,
        max,
        max,
        max);
  }
}
