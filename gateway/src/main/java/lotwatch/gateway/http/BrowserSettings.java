package lotwatch.gateway.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.wire.settings.Section;

/**
 * What the pages of other sites may do in the browsers of people who can reach this server.
 *
 * @param allowedHosts names this server is known by, beside {@code localhost}, its addresses and
 *     the host it listens on; in lower case, without a port
 * @param allowedOrigins sites whose pages may read and change what their users may, such as {@code
 *     https://parking.example:8443}
 * @param streamOrigins sites whose pages may only follow what {@link StreamPaths} are
 */
public record BrowserSettings(
    Set<String> allowedHosts, Set<String> allowedOrigins, Set<String> streamOrigins) {
  /** No further names, no other sites. */
  public static final BrowserSettings DEFAULT = new BrowserSettings(Set.of(), Set.of(), Set.of());

  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,253}");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?");

  private static final String NO_ORIGIN = "is not an origin, such as https://parking.example:8443";

  /**
   * @throws IllegalArgumentException naming what is neither a host nor an origin
   */
  public BrowserSettings {
    allowedHosts = lowered(allowedHosts);
    allowedOrigins = lowered(allowedOrigins);
    streamOrigins = lowered(streamOrigins);
    check(allowedHosts, HOST, "is not the name of a host without a port, such as parking.example");
    check(allowedOrigins, ORIGIN, NO_ORIGIN);
    check(streamOrigins, ORIGIN, NO_ORIGIN);
  }

  /** Reads lists with commas between their entries. */
  public static BrowserSettings of(String hosts, String origins) {
    return new BrowserSettings(entries(hosts), entries(origins), Set.of());
  }

  /** The same with other sites that may only follow, with commas between them. */
  public BrowserSettings followedBy(String origins) {
    return new BrowserSettings(allowedHosts, allowedOrigins, entries(origins));
  }

  /** Reads its keys of the section {@code http}. */
  static BrowserSettings read(Section http) {
    var hosts = http.text("allowed-hosts", "");
    var origins = http.text("allowed-origins", "");
    var followers = http.text("origins", "");
    var key = "allowed-hosts";
    try {
      of(hosts, "");
      key = "allowed-origins";
      var allowed = of(hosts, origins);
      key = "origins";
      return allowed.followedBy(followers);
    } catch (IllegalArgumentException e) {
      http.problem(key, "names what cannot be used: " + e.getMessage());
      return DEFAULT;
    }
  }

  /** The same for a server that has this name as well; an address needs no entry. */
  BrowserSettings withHost(String name) {
    var host = name.toLowerCase(Locale.ROOT);
    return HOST.matcher(host).matches()
        ? new BrowserSettings(
            Stream.concat(allowedHosts.stream(), Stream.of(host)).collect(Collectors.toSet()),
            allowedOrigins,
            streamOrigins)
        : this;
  }

  /** Whether the pages of this site may do what their users may. */
  boolean isAllowed(String origin) {
    return allowedOrigins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** Whether the pages of this site may follow the stream. */
  boolean mayFollow(String origin) {
    return isAllowed(origin) || streamOrigins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** Whether the pages of any other site may. */
  boolean isFollowed() {
    return !allowedOrigins.isEmpty() || !streamOrigins.isEmpty();
  }

  private static Set<String> entries(String list) {
    return Stream.of(list.split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> lowered(Collection<String> written) {
    return written.stream()
        .map(each -> each.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void check(Set<String> written, Pattern form, String what) {
    for (var each : written) {
      if (!form.matcher(each).matches()) {
        throw new IllegalArgumentException("%s %s".formatted(each, what));
      }
    }
  }
}
