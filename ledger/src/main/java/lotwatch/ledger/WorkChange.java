package lotwatch.ledger;

/** What happened to work. */
public sealed interface WorkChange extends Event.Change {
  /** The task. */
  TaskId task();

  /** A worker has done it. */
  record TaskDone(TaskId task, String worker) implements WorkChange {}

  /**
   * A worker tried it in vain, or fell silent.
   *
   * @param attempts how often it was tried so far
   * @param reason for people
   */
  record TaskFailed(TaskId task, String worker, int attempts, String reason)
      implements WorkChange {}

  /**
   * It is set aside.
   *
   * @param reason why the last try came to nothing
   */
  record TaskStuck(TaskId task, String reason) implements WorkChange {}
}
