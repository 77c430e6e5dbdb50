package lotwatch.wire.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The history of one node as a file, which the other nodes copy. */
@FunctionalInterface
public interface HistoryFiles {
  /** No history at all. */
  HistoryFiles NONE = Optional::empty;

  /**
   * Makes a copy, which is consistent whatever is written meanwhile.
   *
   * @return empty if this node keeps none
   */
  Optional<Copy> copy() throws IOException;

  /** A copy, which is gone when it is closed. */
  interface Copy extends AutoCloseable {
    /** Where it is. */
    Path file();

    @Override
    void close();
  }
}
