package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Peers that do not acknowledge what they were sent, so that it is being sent again. Linux tells of
 * all connections of the system; elsewhere none is known.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">The proc/net/tcp and
 *     proc/net/tcp6 variables</a>
 */
public final class UnansweredPeers {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
  private static final int REMOTE = 2;
  private static final int RETRANSMITS = 6;
  private static final int WORD_BYTES = 4;

  private UnansweredPeers() {}

  /** The ports of an address whose connections are so now. Reads a line for each connection. */
  public static Set<Integer> ports(InetAddress address) {
    var ports = new HashSet<Integer>();
    for (var table : TABLES) {
      try {
        for (var line : Files.readAllLines(table, US_ASCII)) {
          add(ports, address, line.strip().split("\\s+", -1));
        }
      } catch (IOException | RuntimeException e) {
        return Set.of(); // no such table, or one of another form
      }
    }
    return ports;
  }

  private static void add(Set<Integer> ports, InetAddress address, String[] words)
      throws IOException {
    if (words.length <= RETRANSMITS || !words[REMOTE].matches("[0-9A-F]{8,32}:[0-9A-F]{4}")) {
      return; // the heading
    }
    var remote = words[REMOTE].split(":", 2);
    if (Long.parseLong(words[RETRANSMITS], 16) > 0 && address.equals(address(remote[0]))) {
      ports.add(Integer.parseInt(remote[1], 16));
    }
  }

  /** Written as words of four bytes, each in the order of a little-endian machine. */
  static InetAddress address(String hex) throws IOException {
    var bytes = HexFormat.of().parseHex(hex);
    var ordered = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int word = i / WORD_BYTES * WORD_BYTES;
      ordered[i] = bytes[word + WORD_BYTES - 1 - (i - word)];
    }
    return InetAddress.getByAddress(ordered);
  }
}
