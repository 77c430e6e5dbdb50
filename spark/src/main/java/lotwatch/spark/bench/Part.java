package lotwatch.spark.bench;

/** What is measured, in this order. */
enum Part {
  /** The machine alone, on one thread. */
  MACHINE,
  /** A topic that is full: a bare consumer, a node with and without a history, the job. */
  PLAIN,
  /** Broker, job, and nodes of both engines killed halfway. */
  KILLED,
  /** The job on a standalone cluster of two workers. */
  WORKERS,
  /** From a sighting to its row, one batch after the other without a pause. */
  LATENCY,
  /** The bytes of an open session. */
  STATE
}
