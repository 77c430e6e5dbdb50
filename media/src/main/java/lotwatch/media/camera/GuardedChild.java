package lotwatch.media.camera;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import lotwatch.ffmpeg.GuardedProcess;

/** A child process that cannot outlive us, whose complaints are read all the time. */
final class GuardedChild implements Child {
  private final GuardedProcess process;
  private final LastWords lastWords;

  private GuardedChild(GuardedProcess process) {
    this.process = process;
    this.lastWords = new LastWords(process.complaints());
  }

  /**
   * Starts a program.
   *
   * @param program its words and environment
   * @param said what it reads from its input: lines without an empty one among them
   * @throws IOException if it cannot be started
   */
  static GuardedChild start(ProcessBuilder program, List<String> said) throws IOException {
    return new GuardedChild(GuardedProcess.start(program, said));
  }

  @Override
  public InputStream output() {
    return process.output();
  }

  @Override
  public void join() {
    process.join();
  }

  @Override
  public String lastWords() {
    return lastWords.line();
  }

  @Override
  public LastWords decoderWords() {
    return lastWords;
  }

  @Override
  public void close() {
    process.close();
  }
}
