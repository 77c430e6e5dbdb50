package lotwatch.recordings.work;

import java.io.IOException;
import java.util.function.IntConsumer;
import lotwatch.ledger.TaskResult;
import lotwatch.recordings.media.MediaException;

/** How one kind of task is done. Done twice, anywhere, it gives the same. */
@FunctionalInterface
public interface StepWork {
  /**
   * Does it.
   *
   * @param progress is told how many thousandths are done
   * @throws MediaException if it cannot be done, or came to nothing; the message is for people
   * @throws IOException if this machine could not
   */
  TaskResult run(LeasedTask task, IntConsumer progress)
      throws MediaException, IOException, InterruptedException;
}
