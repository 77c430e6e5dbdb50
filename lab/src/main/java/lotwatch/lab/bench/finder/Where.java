package lotwatch.lab.bench.finder;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.load.FinderAddresses;
import lotwatch.lab.bench.load.FinderServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all these commands: which server. */
final class Where {
  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "measure a server that runs already, also the finder's own; without it one of ours is"
              + " started and stopped")
  @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "its RPC port (${DEFAULT-VALUE})")
  int port = 5_001;

  @Option(names = "--text-port", paramLabel = "PORT", description = "(${DEFAULT-VALUE})")
  int textPort = 5_000;

  @Option(names = "--sensor-port", paramLabel = "PORT", description = "(${DEFAULT-VALUE})")
  int sensorPort = 5_002;

  @Option(names = "--pubsub-port", paramLabel = "PORT", description = "(${DEFAULT-VALUE})")
  int pubsubPort = 5_003;

  @Option(names = "--url", paramLabel = "URL", description = "its metrics, to ask what it dropped")
  @Nullable URI url;

  @Option(
      names = "--lots",
      paramLabel = "LOT",
      split = ",",
      description = "lots of that server (LOT-A,LOT-B,LOT-C,LOT-D)")
  List<String> lots = FinderServer.LOTS;

  @Mixin private FolderOption folder = new FolderOption();

  /** Starts a server or takes the one that is named. */
  Site open() throws IOException {
    if (host == null) {
      return Site.start(folder.path());
    }
    var addresses = FinderAddresses.at(host, textPort, port, sensorPort, pubsubPort);
    return Site.at(
        new FinderAddresses(
            addresses.text(),
            addresses.rpc(),
            addresses.sensor(),
            addresses.pubsub(),
            Optional.ofNullable(url)),
        lots);
  }
}
