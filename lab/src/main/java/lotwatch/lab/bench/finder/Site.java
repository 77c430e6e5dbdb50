package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lotwatch.lab.bench.Scratch;
import lotwatch.lab.bench.load.FinderAddresses;
import lotwatch.lab.bench.load.FinderServer;
import org.jspecify.annotations.Nullable;

/** The server that is measured: one of our own in a process that ends with this, or another's. */
final class Site implements AutoCloseable {
  private static final String DROPPED = "lotwatch_pubsub_dropped_total ";

  private final FinderAddresses addresses;
  private final List<String> lots;
  private final @Nullable FinderServer server;
  private final @Nullable Scratch scratch;
  private final HttpClient http = HttpClient.newHttpClient();

  private Site(
      FinderAddresses addresses,
      List<String> lots,
      @Nullable FinderServer server,
      @Nullable Scratch scratch) {
    this.addresses = addresses;
    this.lots = List.copyOf(lots);
    this.server = server;
    this.scratch = scratch;
  }

  /** Starts one, with its data in this folder. */
  static Site start(Path folder) throws IOException {
    var scratch = Scratch.in(folder);
    try {
      var server = FinderServer.start(scratch.resolve("node"));
      return new Site(server.addresses(), FinderServer.LOTS, server, scratch);
    } catch (IOException e) {
      scratch.close();
      throw e;
    }
  }

  /** One that runs already. */
  static Site at(FinderAddresses addresses, List<String> lots) {
    return new Site(addresses, lots, null, null);
  }

  FinderAddresses addresses() {
    return addresses;
  }

  List<String> lots() {
    return lots;
  }

  /** Its process; empty if it is not ours. */
  Optional<ProcessHandle> process() {
    return server == null ? Optional.empty() : ProcessHandle.of(server.pid());
  }

  /** What a write to its disk costs; empty if it is not ours. */
  String disk() throws IOException {
    return scratch == null ? "" : scratch.disk();
  }

  /** How many events its subscribers missed so far; empty if it does not say. */
  OptionalLong dropped() throws IOException {
    if (addresses.http().isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      var request = HttpRequest.newBuilder(addresses.http().get().resolve("/metrics")).build();
      return http.send(request, BodyHandlers.ofString(UTF_8))
          .body()
          .lines()
          .filter(line -> line.startsWith(DROPPED))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(DROPPED.length())))
          .findFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    if (server != null) {
      server.close();
    }
    if (scratch != null) {
      scratch.close();
    }
  }
}
