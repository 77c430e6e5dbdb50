package lotwatch.replica.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that reserve and give back without a pause, at one node after the other, and remember
 * what was acknowledged. Two speak HTTP, two the text protocol.
 */
final class Clients implements AutoCloseable {
  private static final int CLIENTS = 4;

  /** So many plates hold a place at a time, of each client; older ones are given back. */
  private static final int HELD = 200;

  private static final long PAUSE_NANOS = 3_000_000;

  private final List<NodeProcess> nodes;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> held = new ConcurrentLinkedQueue<>();
  private final Queue<String> cancelled = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile boolean stopping;

  Clients(List<NodeProcess> nodes) {
    this.nodes = List.copyOf(nodes);
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      threads.add(Thread.ofPlatform().name("client-" + i).start(() -> run(client)));
    }
  }

  /** What one try gave. */
  private enum Answer {
    DONE,
    ALREADY,
    NONE,
    WRONG
  }

  private void run(int client) {
    for (int i = 0; !stopping; i++) {
      var plate = "C%d-%d".formatted(client, i);
      if (!until(client, "reserve", plate)) {
        return;
      }
      held.add(plate);
      acknowledged.incrementAndGet();
      if (i >= HELD) {
        var old = "C%d-%d".formatted(client, i - HELD);
        held.remove(old);
        if (!until(client, "cancel", old)) {
          return;
        }
        cancelled.add(old);
        acknowledged.incrementAndGet();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Tries at one node after the other until one did it; false if the clients stop before. */
  private boolean until(int client, String what, String plate) {
    boolean again = false;
    for (int turn = client; !stopping; turn++) {
      var node = nodes.get(turn % nodes.size());
      var answer =
          client % 2 == 0 ? http(node, client, what, plate) : text(node, client, what, plate);
      if (answer == Answer.WRONG || (answer == Answer.ALREADY && !again)) {
        wrong.add("%s %s at %s: %s".formatted(what, plate, node.name, answer));
      }
      if (answer == Answer.DONE || answer == Answer.ALREADY) {
        return true;
      }
      again = true;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }

  private Answer http(NodeProcess node, int client, String what, String plate) {
    var path = "http://127.0.0.1:%d/api/lots/lot%d/reservations".formatted(node.http, client);
    var request =
        what.equals("reserve")
            ? HttpRequest.newBuilder(URI.create(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"plate\":\"" + plate + "\"}"))
            : HttpRequest.newBuilder(URI.create(path + "/" + plate)).DELETE();
    request.header("Idempotency-Key", what + plate).timeout(Duration.ofSeconds(15));
    try {
      int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
      return switch (status) {
        case 201, 204 -> Answer.DONE;
        case 409, 404 -> Answer.ALREADY;
        default -> status >= 500 ? Answer.NONE : Answer.WRONG;
      };
    } catch (IOException e) {
      return Answer.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    }
  }

  private static Answer text(NodeProcess node, int client, String what, String plate) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.text)) {
      socket.setSoTimeout(15_000);
      socket
          .getOutputStream()
          .write("%s lot%d %s\n".formatted(upper(what), client, plate).getBytes(UTF_8));
      var answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
      return switch (answer == null ? "" : answer) {
        case "OK" -> Answer.DONE;
        case "EXISTS", "NOT_FOUND" -> Answer.ALREADY;
        case "FULL" -> Answer.WRONG;
        default -> Answer.NONE;
      };
    } catch (IOException e) {
      return Answer.NONE;
    }
  }

  private static String upper(String what) {
    return what.equals("reserve") ? "RESERVE" : "CANCEL";
  }

  /** How many commands were acknowledged up to now. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** Stops the load and asks a node for everything that was acknowledged. */
  void check(NodeProcess node) throws InterruptedException {
    stopping = true;
    for (var thread : threads) {
      thread.join();
    }
    for (var plate : held) {
      int client = plate.charAt(1) - '0';
      if (text(node, client, "reserve", plate) != Answer.ALREADY) {
        wrong.add("the reservation of %s is lost".formatted(plate));
      }
    }
    for (var plate : cancelled) {
      int client = plate.charAt(1) - '0';
      if (text(node, client, "cancel", plate) != Answer.ALREADY) {
        wrong.add("%s was given back and holds a place again".formatted(plate));
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "%d wrong, the first: %s".formatted(wrong.size(), wrong.peek()));
    }
    System.out.printf(
        "  %d acknowledged; %d held and %d given back, none lost%n",
        acknowledged(), held.size(), cancelled.size());
  }

  @Override
  public void close() {
    stopping = true;
    http.shutdownNow();
  }
}
