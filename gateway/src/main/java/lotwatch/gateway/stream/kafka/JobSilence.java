package lotwatch.gateway.stream.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the job that makes sessions answers. Most sightings that it reads become a record of one
 * of its topics (copies, those within a stay and exits of nobody do not), so one that says nothing
 * for a while and for many sightings does not run.
 */
final class JobSilence {
  /** Then it is told: a job that is started anew takes less. */
  static final Duration SILENT_MAX = Duration.ofMinutes(2);

  /** And so many sightings got no answer. */
  static final int UNANSWERED_MIN = 20;

  private final String input;
  private final String output;
  private boolean looked;
  private long read;
  private long written;
  private volatile @Nullable Instant unheard;
  private volatile long unanswered;
  private volatile Instant now = Instant.MIN;

  /**
   * @param input the topic that the job reads
   * @param output the one that it writes
   */
  JobSilence(String input, String output) {
    this.input = input;
    this.output = output;
  }

  /**
   * Takes in how far the topics have come.
   *
   * @param inputs how many records were ever written to what it reads
   * @param outputs the same of what it writes
   */
  void look(long inputs, long outputs, Instant at) {
    now = at;
    unanswered = inputs - read;
    if (!looked || outputs != written) {
      looked = true;
      written = outputs;
      read = inputs;
      unanswered = 0;
      unheard = null;
    } else if (inputs > read && unheard == null) {
      unheard = at;
    }
  }

  /** This node looks no more: what it saw says nothing later. */
  void rest() {
    looked = false;
    unheard = null;
  }

  /** What an operator should mend; empty if nothing. */
  Optional<String> told() {
    var since = unheard;
    if (since == null
        || unanswered < UNANSWERED_MIN
        || Duration.between(since, now).compareTo(SILENT_MAX) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        "%d sightings have come to %s since %s and no session to %s, so no stay is billed: start the job that sessions.engine: spark names (lotwatch spark local, or submit)"
            .formatted(unanswered, input, since, output));
  }
}
