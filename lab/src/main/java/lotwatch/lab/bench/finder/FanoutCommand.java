package lotwatch.lab.bench.finder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lotwatch.lab.bench.Machine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench fanout}: events to many subscribers, some of whom may not read. */
@Command(
    name = "fanout",
    mixinStandardHelpOptions = true,
    header = "Events published, delivered and dropped, and how late they are.",
    description = {
      "",
      "Sensors count cars on every lot; each change is an event for the subscribers of",
      "that lot. The lag is from the event's own time, which the server takes before it",
      "writes it to its log, until a subscriber has read it.",
      ""
    },
    footer = {
      "",
      "One of 12 subscribers reads nothing until all is over; what it missed is counted:",
      "  lotwatch bench fanout --subscribers 12 --stalled 1 --rate 250"
    })
public final class FanoutCommand implements Callable<Integer> {
  @Mixin private Where where = new Where();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--subscribers",
      split = ",",
      description = "As many on every lot, all together; default 4,100,1000.")
  private List<Integer> subscribers = EvaluateCommand.SUBSCRIBERS;

  @Option(
      names = "--stalled",
      paramLabel = "N",
      description = "Of them, who read nothing; default ${DEFAULT-VALUE}.")
  private int stalled;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Updates per second and lot; default ${DEFAULT-VALUE}.")
  private double rate = 10;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "Of each measurement; default ${DEFAULT-VALUE}.")
  private double duration = 20;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Before each measurement; default ${DEFAULT-VALUE}.")
  private double warmUp = 5;

  @Option(names = "--out", paramLabel = "FILE", description = "Where results go as JSON.")
  private @Nullable Path out;

  /** Makes the command that picocli fills. */
  public FanoutCommand() {}

  @Override
  public Integer call() throws Exception {
    var asked = new Asked(spec);
    var time = asked.time(warmUp, duration);
    System.out.println(Machine.text());
    var done = new ArrayList<FanoutLoad>();
    var expected = time.warmUp().plus(time.time()).multipliedBy(subscribers.size());
    try (var site = where.open();
        var progress = new Progress("fan-out", expected)) {
      var flows =
          subscribers.stream()
              .map(count -> asked.flow(rate, count, stalled, site.lots().size()))
              .toList();
      progress.say(Lines.EVENTS);
      for (var flow : flows) {
        var fanout = FanoutLoad.run(site, flow, time);
        progress.say(Lines.of(fanout.events(), fanout.footprint()));
        done.add(fanout);
      }
    }
    if (out != null) {
      var results = Results.evaluation(EvaluateCommand.only(time, List.of(), List.of(), done));
      Results.write(results, out);
    }
    return done.stream().allMatch(fanout -> fanout.events().delivered() > 0) ? 0 : 1;
  }
}
