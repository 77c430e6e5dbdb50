package lotwatch.wire.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The other nodes, as far as they have a history. */
public interface HistoryPeers {
  /** The names of the other nodes that there are. */
  List<String> names();

  /**
   * Fetches the history of another node into a file, which is synced.
   *
   * @param name one of {@link #names}
   * @return false if that node says that it has none
   * @throws IOException if it does not answer, or not to the end; the file may have a part then
   */
  boolean fetch(String name, Path into) throws IOException;
}
