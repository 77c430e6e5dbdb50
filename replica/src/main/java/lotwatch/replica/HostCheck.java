package lotwatch.replica;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Whether a host can be one, asked before anything is done with it. */
final class HostCheck {
  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(5);
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
  private static final Pattern NUMBERS = Pattern.compile("[\\d.]+");
  private static final String LABEL = "[A-Za-z0-9_]([\\w-]{0,61}[A-Za-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");

  private HostCheck() {}

  /** What is wrong with it; empty if it is an IPv4 address, or a name that resolves. */
  static Optional<String> problem(String host) {
    if (IPV4.matcher(host).matches()) {
      return Optional.empty();
    }
    if (NUMBERS.matcher(host).matches() || !NAME.matcher(host).matches()) {
      return Optional.of("%s is neither an IPv4 address nor the name of a host".formatted(host));
    }
    return resolves(host) ? Optional.empty() : Optional.of(host + " does not resolve");
  }

  private static boolean resolves(String host) {
    var found = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .name("look-up")
        .start(() -> {
          try {
            found.complete(InetAddress.getAllByName(host).length > 0);
          } catch (UnknownHostException e) {
            found.complete(false);
          }
        });
    try {
      return found.get(LOOK_UP_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
