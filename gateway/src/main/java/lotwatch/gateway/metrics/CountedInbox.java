package lotwatch.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/** An inbox that counts and times what goes through it, by kind of command and outcome. */
public final class CountedInbox implements Inbox {
  private static final String UNAVAILABLE = "unavailable";

  private final Inbox inbox;
  private final MeterRegistry registry;

  /** One for each kind and outcome that was seen: to look one up in the registry takes longer. */
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  private record Kind(Class<? extends Command> command, String outcome) {}

  /** Counts what goes to {@code inbox}. */
  public CountedInbox(Inbox inbox, MeterRegistry registry) {
    this.inbox = inbox;
    this.registry = registry;
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId request) throws UnavailableException {
    long began = System.nanoTime();
    String outcome = UNAVAILABLE;
    try {
      Outcome answer = inbox.submit(command, request);
      outcome = word(answer);
      return answer;
    } finally {
      count(command, outcome, began);
    }
  }

  @Override
  public void submit(Command command, @Nullable RequestId request, Answer answer) {
    long began = System.nanoTime();
    inbox.submit(
        command,
        request,
        new Answer() {
          @Override
          public void committed(Outcome outcome) {
            count(command, word(outcome), began);
            answer.committed(outcome);
          }

          @Override
          public void unavailable(UnavailableException why) {
            count(command, UNAVAILABLE, began);
            answer.unavailable(why);
          }
        });
  }

  private void count(Command command, String outcome, long beganNanos) {
    timers
        .computeIfAbsent(new Kind(command.getClass(), outcome), this::timer)
        .record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Kind kind) {
    return Timer.builder("lotwatch.commands")
        .description("commands, until committed and applied")
        .tag("kind", kind.command().getSimpleName().toLowerCase(Locale.ROOT))
        .tag("outcome", kind.outcome())
        .register(registry);
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "accepted";
      case Outcome.Held _ -> "held";
      case Outcome.Seen _ -> "seen";
      case Outcome.Rejected refused -> refused.reason().name().toLowerCase(Locale.ROOT);
    };
  }
}
