package lotwatch.replica.link;

import java.time.Duration;

/** What the link between two nodes bears, at both ends. */
public final class LinkLimits {
  /** Bytes of one message; a batch of the log and a piece of a snapshot are smaller. */
  public static final int MESSAGE_BYTES_MAX = 4 << 20;

  /** Bytes of a file in one message of a stream. */
  public static final int PIECE_BYTES_MAX = 1 << 20;

  /** Bytes of a camera's newest frame as a file. */
  public static final int NEWEST_BYTES_MAX = 16 << 20;

  /** Calls under way on one connection; more wait at their caller. */
  public static final int CALLS_PER_CONNECTION_MAX = 8_192;

  /** Streams of files that a node answers at a time; more are told to try again. */
  public static final int STREAMS_MAX = 64;

  /** The longest deadline of a stream; without one it is not answered. */
  public static final Duration DEADLINE_MAX = Duration.ofSeconds(30);

  /** Nodes that copy the history of one node at a time; more are told to try again. */
  public static final int HISTORIES_MAX = 1;

  /** How long a history may take to be copied. */
  public static final Duration HISTORY_WAIT_MAX = Duration.ofHours(1);

  /** Bytes of a blob in one message of a stream. */
  public static final int BLOB_PIECE_BYTES_MAX = 256 << 10;

  /** Blobs that a node sends at a time; more are told to try again. */
  public static final int BLOB_STREAMS_MAX = 32;

  /** Blobs that a node copies for others at a time; more are told to try again. */
  public static final int BLOB_COPIES_MAX = 8;

  /** How long a blob may take to go from one node to another. */
  public static final Duration BLOB_WAIT_MAX = Duration.ofMinutes(40);

  /** How long the next piece of a blob is waited for. */
  public static final Duration BLOB_PIECE_WAIT_MAX = Duration.ofSeconds(20);

  /** How long a camera's newest frame is waited for. */
  public static final Duration NEWEST_WAIT_MAX = Duration.ofSeconds(2);

  /** How long a frame that was sent here waits for a node that takes it. */
  public static final Duration HOLDER_WAIT_MAX = Duration.ofSeconds(2);

  /** How long a connection may take to be made. */
  public static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(1);

  /** A connection on which a call waits and nothing is heard is tried out after so long ... */
  public static final Duration SILENT_MAX = Duration.ofSeconds(10);

  /** ... and given up if nothing is heard for so long again. */
  public static final Duration PING_WAIT_MAX = Duration.ofSeconds(5);

  /** Peers that try out a connection more often are cut off. */
  public static final Duration PING_EVERY_MIN = Duration.ofSeconds(5);

  /** A connection without calls is closed after so long. */
  public static final Duration IDLE_MAX = Duration.ofMinutes(5);

  private LinkLimits() {}
}
