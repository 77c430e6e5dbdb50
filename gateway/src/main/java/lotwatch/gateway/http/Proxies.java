package lotwatch.gateway.http;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.wire.settings.Section;

/**
 * Addresses that speak for many people, so that the limit of one address is not for them: this
 * machine's, where a proxy or the programs of all its users may be, and those that are configured.
 *
 * @param addresses beside this machine's
 */
public record Proxies(Set<InetAddress> addresses) implements Predicate<InetAddress> {
  /** This machine only. */
  public static final Proxies NONE = new Proxies(Set.of());

  /** Copies them. */
  public Proxies {
    addresses = Set.copyOf(addresses);
  }

  /** Reads {@code proxies} of the section {@code http}: addresses with commas between them. */
  public static Proxies read(Section http) {
    try {
      return of(http.text("proxies", ""));
    } catch (IllegalArgumentException e) {
      http.problem(
          "proxies",
          "names what is no address: %s; write addresses such as 10.0.0.7, with commas between them"
              .formatted(e.getMessage()));
      return NONE;
    }
  }

  /**
   * Reads a list with commas between its addresses.
   *
   * @throws IllegalArgumentException naming what is no address; names of hosts are not looked up
   */
  public static Proxies of(String list) {
    return new Proxies(
        Stream.of(list.split(",", -1))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .map(InetAddress::ofLiteral)
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public boolean test(InetAddress address) {
    return address.isLoopbackAddress() || addresses.contains(address);
  }
}
