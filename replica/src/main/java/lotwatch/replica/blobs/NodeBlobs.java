package lotwatch.replica.blobs;

import java.util.List;
import lotwatch.wire.blobs.Blobs;

/** The blobs as a node has them: what becomes of the files on its disk. */
public interface NodeBlobs extends Blobs, AutoCloseable {
  /** Looks soon for files that nothing needs any more, rather than in its own time. */
  void removeUnneeded();

  /** How many blobs are on this node's disk. */
  long count();

  /** Bytes of the blobs on this node's disk. */
  long bytes();

  /** Bytes of blobs that this node keeps at most. */
  long bytesMax();

  /** Blobs in use of which there were fewer copies than wanted, at the last look. */
  long underReplicated();

  /** Files on this node's disk that were found to be damaged, since it started. */
  long damaged();

  /** What an operator should mend, one sentence each. */
  List<String> degraded();

  /** Must be closed before the replica. */
  @Override
  void close();
}
