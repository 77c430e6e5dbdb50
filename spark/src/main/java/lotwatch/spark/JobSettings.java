package lotwatch.spark;

import java.io.Serializable;

/**
 * Where the job reads and writes, and how.
 *
 * @param inputServers Kafka's {@code HOST:PORT,...} with the sightings and the ticks
 * @param outputServers the one with the sessions and the dead letters
 * @param input the topic of sightings
 * @param ticks the topic of ticks
 * @param output the topic of sessions
 * @param deadLetters the topic of records that cannot be used
 * @param checkpoint the folder, or a URL that all executors reach, with offsets and state
 * @param isFromEarliest whether a job without a checkpoint begins at the oldest record
 * @param isLive whether sightings are of now and ticks count
 * @param triggerMillis from the start of a batch to the next; 0 is at once
 * @param recordsMax records in a batch
 * @param tasks that work at once; a checkpoint keeps the number it began with
 * @param isLossTaken whether to go on where Kafka has deleted records that were not read
 * @param isPrinting whether each change is printed
 */
record JobSettings(
    String inputServers,
    String outputServers,
    String input,
    String ticks,
    String output,
    String deadLetters,
    String checkpoint,
    boolean isFromEarliest,
    boolean isLive,
    long triggerMillis,
    long recordsMax,
    int tasks,
    boolean isLossTaken,
    boolean isPrinting)
    implements Serializable {}
