package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.lab.bench.finder.Page.Block;
import lotwatch.lab.bench.finder.Page.Figure;
import lotwatch.lab.bench.finder.Page.Heading;
import lotwatch.lab.bench.finder.Page.Table;
import lotwatch.lab.bench.finder.Page.Text;
import lotwatch.lab.bench.load.Operation;
import lotwatch.lab.bench.load.RequestAnswer;
import org.HdrHistogram.Histogram;

/** An evaluation as a page with five tables and four plots. */
final class EvaluationReport {
  private final Evaluation evaluation;

  EvaluationReport(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /**
   * Writes {@code report.md} with its plots beside it, {@code report.html} with all in one file,
   * and {@code results.json}.
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var page = page();
    for (var block : page.blocks()) {
      if (block instanceof Figure figure) {
        Files.writeString(folder.resolve(figure.file()), figure.plot().svg(), UTF_8);
      }
    }
    Files.writeString(folder.resolve("report.md"), page.markdown(), UTF_8);
    Files.writeString(folder.resolve("report.html"), page.html(), UTF_8);
    Results.write(Results.evaluation(evaluation), folder.resolve("results.json"));
  }

  Page page() {
    var blocks = new ArrayList<Block>();
    blocks.add(new Heading("1. Machine and settings"));
    blocks.add(settings());
    blocks.add(new Heading("2. AVAIL by workers"));
    blocks.add(calls(evaluation.calls(Operation.AVAIL)));
    blocks.add(new Heading("3. RESERVE by workers"));
    blocks.add(
        new Text(
            "Each worker reserves a place and cancels it in turns, so that no lot fills up; both are"
                + " writes that are on disk before they are answered, and both are counted."));
    blocks.add(calls(evaluation.calls(Operation.RESERVE)));
    blocks.add(new Figure(Charts.throughput(evaluation), "throughput.svg"));
    blocks.add(new Figure(Charts.latency(evaluation), "latency.svg"));
    blocks.add(new Heading("4. With sensors and subscribers, and without"));
    blocks.add(stress());
    blocks.add(new Figure(Charts.sensors(evaluation), "sensors.svg"));
    blocks.add(new Heading("5. Fan-out and back-pressure"));
    blocks.add(
        new Text(
            "Every change of a lot's free count is an event for each subscriber of that lot;"
                + " subscribers are spread evenly over the lots. \"Missing\" is what was neither"
                + " heard nor dropped. The lag is from the event's own time, which the server takes"
                + " before it writes it to its log, to the moment a subscriber has read it, by the"
                + " same clock; stalled subscribers, who read nothing until all is over, have none."));
    blocks.add(fanout());
    blocks.add(new Figure(Charts.lag(evaluation), "lag.svg"));
    return new Page("Evaluation of the TCP ports of the campus smart parking finder", blocks);
  }

  private Table settings() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("machine", evaluation.machine()));
    if (!evaluation.disk().isEmpty()) {
      rows.add(List.of("disk", evaluation.disk()));
    }
    rows.add(List.of("load of the machine before", Show.number(evaluation.load(), 2)));
    rows.add(
        List.of(
            "server",
            "one node in a process of its own on the same machine, 4 lots, no cameras; one data"
                + " folder for all runs"));
    rows.add(
        List.of(
            "calls",
            "framed JSON over TCP, a connection for each worker, no pipelining, one thread for all"
                + " workers; %s s a line after %s s that do not count"
                    .formatted(
                        seconds(evaluation.time().time()), seconds(evaluation.time().warmUp()))));
    if (evaluation.rounds() > 1) {
      rows.add(
          List.of(
              "rounds",
              "all was measured %d times; of each line the round counts in which others used the processors least"
                  .formatted(evaluation.rounds())));
    }
    rows.add(
        List.of(
            "corrected",
            "for coordinated omission: a call that took longer than the median of its run stands"
                + " also for those that its worker would have made meanwhile (HdrHistogram)"));
    rows.add(
        List.of("timeout", "a call without an answer within 5 s; its 5 s are among the latencies"));
    return new Table(List.of("what", "how"), rows);
  }

  private static String seconds(Duration time) {
    return Show.number(time.toMillis() / 1e3, time.toMillis() % 1_000 == 0 ? 0 : 1);
  }

  private static Table calls(List<RpcCalls> all) {
    var rows =
        all.stream()
            .map(calls -> {
              var outcome = calls.outcome();
              var raw = outcome.latencies().raw();
              var corrected = outcome.latencies().corrected();
              return List.of(
                  "" + calls.workers(),
                  Show.number(outcome.perSecond(), 0),
                  Show.millis(raw, 50),
                  pair(raw, corrected, 95),
                  pair(raw, corrected, 99),
                  Show.millis(raw, 100),
                  Show.number(outcome.count(RequestAnswer.RESERVED) / outcome.seconds(), 0),
                  Show.count(outcome.refused()),
                  "%d / %d".formatted(outcome.failed(), outcome.timeouts()),
                  cores(calls.footprint()));
            })
            .toList();
    return new Table(
        List.of(
            "workers",
            "answers/s",
            "median ms",
            "95 % ms, seen / corrected",
            "99 % ms, seen / corrected",
            "longest ms",
            "reservations/s",
            "FULL",
            "failed / timeouts",
            "cores: server / load / others"),
        rows);
  }

  private static String cores(CpuUse footprint) {
    return "%s / %s / %s"
        .formatted(
            Show.number(footprint.server(), 2),
            Show.number(footprint.generator(), 2),
            Show.number(footprint.others(), 2));
  }

  private static String pair(Histogram raw, Histogram corrected, double percentile) {
    return Show.millis(raw, percentile) + " / " + Show.millis(corrected, percentile);
  }

  private Table stress() {
    var rows =
        evaluation.stress().stream()
            .map(stress -> {
              var events = stress.events();
              return List.of(
                  stress.alone().operation().name(),
                  "" + stress.alone().workers(),
                  both(perSecond(stress.alone()), perSecond(stress.beside())),
                  both(
                      Show.millis(Show.p95(stress.alone())),
                      Show.millis(Show.p95(stress.beside()))),
                  Show.number(stress.times(), 2),
                  both(corrected(stress.alone()), corrected(stress.beside())),
                  Show.count(events.published()),
                  Show.count(events.delivered()),
                  dropped(events),
                  Show.millis(Show.microsAsMillis(events.lag(), 99)),
                  both(others(stress.alone()), others(stress.beside())));
            })
            .toList();
    return new Table(
        List.of(
            "calls",
            "workers",
            "answers/s, alone / with",
            "95 % ms, alone / with",
            "times",
            "corrected 99 % ms, alone / with",
            "events",
            "delivered",
            "dropped",
            "lag, 99 % ms",
            "others, cores, alone / with"),
        rows);
  }

  private static String perSecond(RpcCalls calls) {
    return Show.number(calls.outcome().perSecond(), 0);
  }

  private static String others(RpcCalls calls) {
    return Show.number(calls.footprint().others(), 2);
  }

  private static String corrected(RpcCalls calls) {
    return Show.millis(calls.outcome().latencies().corrected(), 99);
  }

  private static String both(String alone, String with) {
    return alone + " / " + with;
  }

  private static String dropped(Traffic.Events events) {
    return events.dropped().isPresent() ? Show.count(events.dropped().getAsLong()) : "not said";
  }

  private Table fanout() {
    var rows =
        evaluation.fanout().stream()
            .map(fanout -> {
              var events = fanout.events();
              var lag = events.lag();
              return List.of(
                  Show.count(events.flow().subscribers()),
                  "" + events.flow().stalled(),
                  Show.number(events.flow().perLot(), 0),
                  Show.count(events.published()),
                  Show.count(events.delivered()),
                  dropped(events),
                  Show.count(events.lost()),
                  Show.millis(Show.microsAsMillis(lag, 50)),
                  Show.millis(Show.microsAsMillis(lag, 95)),
                  Show.millis(Show.microsAsMillis(lag, 99)),
                  Show.millis(Show.microsAsMillis(lag, 100)),
                  Show.millis(events.sensors().latencies().raw(), 99),
                  cores(fanout.footprint()),
                  Show.number(fanout.footprint().residentMegabytes(), 0));
            })
            .toList();
    return new Table(
        List.of(
            "subscribers",
            "stalled",
            "updates/s and lot",
            "published",
            "delivered",
            "dropped",
            "missing",
            "lag median ms",
            "95 % ms",
            "99 % ms",
            "longest ms",
            "ACK 99 % ms",
            "cores: server / load / others",
            "server, MB"),
        rows);
  }
}
