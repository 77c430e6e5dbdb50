package lotwatch.lab.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a generator is to do.
 *
 * @param server which port
 * @param connections that are opened and kept; each has at most one request under way
 * @param warmUp before anything is counted
 * @param time in which requests are sent that count
 * @param pace when
 * @param answerMax after which a request is given up and its connection replaced
 */
public record LoadPlan(
    InetSocketAddress server,
    int connections,
    Duration warmUp,
    Duration time,
    SendRate pace,
    Duration answerMax) {
  /** Connections of one generator. */
  public static final int CONNECTIONS_MAX = 10_000;

  /** How long clients of the campus smart parking finder wait for an answer. */
  public static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  /** Checks the limits. */
  public LoadPlan {
    if (connections < 1 || connections > CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "%d connections, the limits are 1 and %d".formatted(connections, CONNECTIONS_MAX));
    }
    if (time.isNegative() || time.isZero() || warmUp.isNegative()) {
      throw new IllegalArgumentException("%s after a warm-up of %s".formatted(time, warmUp));
    }
  }

  /** As fast as answers come. */
  public static LoadPlan closed(
      InetSocketAddress server, int connections, Duration warmUp, Duration time) {
    return new LoadPlan(server, connections, warmUp, time, new SendRate.Closed(), ANSWER_MAX);
  }

  /** At a fixed rate. */
  public static LoadPlan open(
      InetSocketAddress server, int connections, double perSecond, Duration warmUp, Duration time) {
    return new LoadPlan(
        server, connections, warmUp, time, new SendRate.Open(perSecond), ANSWER_MAX);
  }
}
