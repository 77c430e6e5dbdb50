package lotwatch.gateway.campus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lotwatch.wire.settings.Section;

/**
 * System A's pairs of a primary and a backup.
 *
 * @param ports gRPC ports on which this node answers as a backup does
 * @param backup the backup of another system, which gets each update that comes here
 */
public record BackupSettings(List<Integer> ports, Optional<Address> backup) {
  /** Ports of a backup. */
  public static final int PORTS_MAX = 4;

  /** No backup, neither here nor there. */
  public static final BackupSettings NONE = new BackupSettings(List.of(), Optional.empty());

  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int PORT_MAX = 65_535;

  /** A name, an IPv4 address, or an IPv6 address in brackets. */
  private static final Pattern HOST = Pattern.compile("[\\w.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]");

  public BackupSettings {
    ports = List.copyOf(ports);
  }

  /** Whether one of these ports of this machine is the backup. */
  public boolean isOneOf(List<Integer> own) {
    return backup
        .filter(there -> LOCAL.contains(there.host()) && own.contains(there.port()))
        .isPresent();
  }

  /** Where a backup listens. */
  public record Address(String host, int port) {
    @Override
    public String toString() {
      return host + ':' + port;
    }
  }

  /** Reads the section {@code campus}. */
  public static BackupSettings read(Section campus) {
    return new BackupSettings(ports(campus), address(campus));
  }

  private static List<Integer> ports(Section campus) {
    var text = campus.text("backup-ports", "");
    if (text.isEmpty() || text.equals("none")) {
      return List.of();
    }
    var ports = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (ports.size() > PORTS_MAX || !ports.stream().allMatch(BackupSettings::isPort)) {
      campus.problem(
          "backup-ports",
          "is '%s', not none or 1 to %d ports from 1 to %d with commas between them"
              .formatted(text, PORTS_MAX, PORT_MAX));
      return List.of();
    }
    return ports.stream().map(Integer::parseInt).toList();
  }

  private static Optional<Address> address(Section campus) {
    var text = campus.text("backup", "");
    if (text.isEmpty() || text.equals("none")) {
      return Optional.empty();
    }
    int colon = text.lastIndexOf(':');
    if (colon < 1
        || !HOST.matcher(text.substring(0, colon)).matches()
        || !isPort(text.substring(colon + 1))) {
      campus.problem("backup", "is '%s', not none or HOST:PORT".formatted(text));
      return Optional.empty();
    }
    return Optional.of(
        new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))));
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= PORT_MAX;
  }
}
