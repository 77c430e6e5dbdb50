package lotwatch.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lotwatch.client.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lotwatch watch LOT...}: what happens, line by line, until Ctrl-C. */
@Command(
    name = "watch",
    description = "Follow what happens in lots, until Ctrl-C; reconnects and misses nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "--url also takes pubsub://HOST:PORT, with commas between the nodes of a cluster."
    })
final class Watch implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration RECONNECT_WAIT = Duration.ofSeconds(1);

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "LOT", arity = "0..*", description = "the lots' ids; all lots if none")
  List<String> lots = new ArrayList<>();

  @Option(names = "--events", paramLabel = "N", description = "stop after N events")
  long eventsMax = Long.MAX_VALUE;

  private String lastId = "";
  private long seen;

  /** Ends the listening from within, once enough was seen. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    return switch (common.server.scheme()) {
      case "http", "https" -> listen();
      case "pubsub" -> {
        var url = FinderUrl.at(common.server.url, Address.PUBSUB_PORT);
        new SubscriptionWatch(common, url, lots).show(eventsMax);
        yield Exit.OK;
      }
      default -> throw common.server.wrong("http", "pubsub");
    };
  }

  private int listen() throws Failure, InterruptedException {
    for (var lot : lots) {
      common.server.get("/api/lots/" + Server.segment(lot));
    }
    var filter = String.join("&", lots.stream().map(lot -> "lot=" + Server.segment(lot)).toList());
    boolean connected = false;
    while (seen < eventsMax) {
      try {
        common.server.listen("/api/live?" + filter, lastId, this::show);
        connected = true;
      } catch (Enough _) {
        return Exit.OK;
      } catch (Failure failure) {
        if (!connected && lastId.isEmpty()) {
          throw failure;
        }
      }
      Thread.sleep(RECONNECT_WAIT);
    }
    return Exit.OK;
  }

  private void show(ServerEvent event) {
    lastId = event.id();
    if (common.json) {
      common.print(event.data());
    } else {
      var data = JSON.readTree(event.data());
      common.print(
          switch (event.kind()) {
            case "snapshot" -> Lots.table(data.path("lots").valueStream().toList());
            case "reset" -> "(some events were missed; the state is shown anew)";
            default -> line(event.kind(), data);
          });
    }
    if (!event.kind().equals("snapshot") && ++seen >= eventsMax) {
      throw new Enough();
    }
  }

  private static String line(String kind, JsonNode event) {
    var said = new StringBuilder(event.path("at").asString(""));
    said.append("  ").append("%-14s".formatted(kind));
    for (var name : List.of("lot", "spot", "camera", "plate", "from", "to", "until", "reason")) {
      if (event.path(name).isString()) {
        said.append(' ').append(name).append('=').append(event.path(name).asString());
      }
    }
    if (event.has("tally")) {
      said.append(" free=").append(event.path("tally").path("free").asInt());
    }
    return said.toString();
  }
}
