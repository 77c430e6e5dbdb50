package lotwatch.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/** An inbox that counts and times what goes through it, by kind of command and outcome. */
public final class CountedInbox implements Inbox {
  private final Inbox inbox;
  private final MeterRegistry registry;

  /** Counts what goes to {@code inbox}. */
  public CountedInbox(Inbox inbox, MeterRegistry registry) {
    this.inbox = inbox;
    this.registry = registry;
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId request) throws UnavailableException {
    Timer.Sample sample = Timer.start(registry);
    String outcome = "unavailable";
    try {
      Outcome answer = inbox.submit(command, request);
      outcome =
          switch (answer) {
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Held _ -> "held";
            case Outcome.Rejected refused -> refused.reason().name().toLowerCase(Locale.ROOT);
          };
      return answer;
    } finally {
      sample.stop(
          Timer.builder("lotwatch.commands")
              .description("commands, until committed and applied")
              .tag("kind", command.getClass().getSimpleName().toLowerCase(Locale.ROOT))
              .tag("outcome", outcome)
              .register(registry));
    }
  }
}
