package lotwatch.media.camera;

import java.io.InputStream;

/** What decodes for us: one or more child processes that write to one pipe. */
public interface Child extends AutoCloseable {
  /** What is written to standard output. */
  InputStream output();

  /** Waits for the end of a child whose output has ended. */
  void join();

  /** The complaint that says most; empty if there was none. Complete after {@link #join}. */
  String lastWords();

  /** What the one that decodes says, which is read all the time. */
  LastWords decoderWords();

  /** Kills it, and waits a moment until it is gone. May be called from any thread. */
  @Override
  void close();
}
