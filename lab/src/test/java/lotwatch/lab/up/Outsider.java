package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lotwatch.client.Address;
import lotwatch.client.RpcClient;
import lotwatch.client.TextClient;
import lotwatch.client.Timeouts;
import lotwatch.lab.cluster.JavaCommand;
import lotwatch.lab.faults.Networks;

/** A client on a host of its own: a process in another network, which does what it is told. */
final class Outsider implements AutoCloseable {
  private static final String BLANK = "\t";

  private static final Duration LONG = Duration.ofMinutes(1);

  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);

  /** Connections that stay open. */
  private static final List<Socket> KEPT = new ArrayList<>();

  private final Process process;
  private final PrintWriter to;
  private final BufferedReader from;

  /** Starts one in the network of this member. */
  Outsider(int member) throws IOException {
    var command = JavaCommand.words();
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Outsider.class.getName()));
    process =
        new ProcessBuilder(Networks.inside(member, command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    to = new PrintWriter(process.getOutputStream(), true, UTF_8);
    from = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  private String ask(String... words) throws IOException {
    to.println(String.join(BLANK, words));
    return String.valueOf(from.readLine());
  }

  /** The status of a GET, whose body it writes to a file. */
  String get(String url, Path body) throws IOException {
    return ask("get", url, body.toString());
  }

  /** The status of a POST of an image. */
  String post(String url, Path image) throws IOException {
    return ask("post", url, image.toString());
  }

  /** What the text protocol makes of a reservation. */
  String reserveByText(String host, String lot, String plate) throws IOException {
    return ask("text", host, lot, plate);
  }

  /** Listens to the live feed until it ends; tells the first line of it. */
  String listen(String url) throws IOException {
    return ask("listen", url);
  }

  /** The same over a connection that tells its own port; empty if it is refused. */
  String listenFrom(String host) throws IOException {
    return ask("listen-from", host);
  }

  /** Subscribes to a lot until it ends; tells the subscription. */
  String subscribe(String host, String lot) throws IOException {
    return ask("subscribe", host, lot);
  }

  /** What the framed calls make of a reservation. */
  String reserveByRpc(String host, String lot, String plate) throws IOException {
    return ask("rpc", host, lot, plate);
  }

  /** What the video stream says to one image. */
  String stream(String host, int camera, Path image) throws IOException {
    return ask("stream", host, "" + camera, image.toString());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(4, TimeUnit.MINUTES).join();
  }

  /** One answer a line, until nobody asks any more. */
  public static void main(String[] none) throws IOException {
    var asked = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (var http = HttpClient.newHttpClient()) {
      for (var line = asked.readLine(); line != null; line = asked.readLine()) {
        System.out.println(answer(List.of(line.split(BLANK, -1)), http));
      }
    }
  }

  private static String answer(List<String> words, HttpClient http) {
    try {
      return switch (words.getFirst()) {
        case "get" -> {
          var request = HttpRequest.newBuilder(URI.create(words.get(1))).build();
          var body = BodyHandlers.ofFile(Path.of(words.get(2)), CREATE, WRITE, TRUNCATE_EXISTING);
          yield "" + http.send(request, body).statusCode();
        }
        case "post" -> {
          var request =
              HttpRequest.newBuilder(URI.create(words.get(1)))
                  .header("Content-Type", "image/jpeg")
                  .POST(BodyPublishers.ofFile(Path.of(words.get(2))));
          yield "" + http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
        case "text" -> {
          try (var client =
              new TextClient(List.of(new Address(words.get(1), Address.TEXT_PORT)), PATIENT)) {
            yield "" + client.reserve(words.get(2), words.get(3));
          }
        }
        case "listen" -> {
          var request = HttpRequest.newBuilder(URI.create(words.get(1))).build();
          var lines = http.send(request, BodyHandlers.ofLines()).body().iterator();
          var first = lines.next();
          Thread.ofVirtual().start(() -> lines.forEachRemaining(_ -> {}));
          yield first;
        }
        case "listen-from" -> {
          var socket = new Socket(words.get(1), 8_080);
          KEPT.add(socket);
          socket
              .getOutputStream()
              .write("GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(UTF_8));
          var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
          yield String.valueOf(in.readLine()).contains(" 200 ") ? "" + socket.getLocalPort() : "";
        }
        case "subscribe" -> {
          var socket = new Socket(words.get(1), Address.PUBSUB_PORT);
          var call =
              "{\"rpcId\":1,\"method\":\"subscribe\",\"args\":[\"%s\"]}".formatted(words.get(2));
          var out = new DataOutputStream(socket.getOutputStream());
          out.writeInt(call.length());
          out.write(call.getBytes(UTF_8));
          var in = new DataInputStream(socket.getInputStream());
          KEPT.add(socket);
          yield new String(in.readNBytes(in.readInt()), UTF_8);
        }
        case "rpc" -> {
          try (var client =
              new RpcClient(List.of(new Address(words.get(1), Address.RPC_PORT)), PATIENT)) {
            yield "" + client.reserve(words.get(2), words.get(3));
          }
        }
        case "stream" -> {
          try (var camera = new SentStream(words.get(1), 50_051)) {
            yield camera.send(
                Integer.parseInt(words.get(2)), Files.readAllBytes(Path.of(words.get(3))));
          }
        }
        default -> "unknown: " + words;
      };
    } catch (Exception e) {
      return String.valueOf(e).replaceAll("\\s+", " ");
    }
  }
}
