package lotwatch.replica;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.wire.proto.Greeting;

/**
 * Which node is at which address, as they told; until then as the settings have it. Kept in a file,
 * since a node that is gone tells nothing. So no two nodes of one name become voters.
 *
 * <p>Each line of the file is {@code at HOST:PORT NAME TOKEN}, or {@code kept HOST:PORT NAME} for a
 * name that is kept for the node at that address.
 */
final class Roster {
  /** Lines of the file, which hold one for each voter; the last by address go. */
  static final int LINES_MAX = 64;

  private static final String FILE = "roster";
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");
  private static final Pattern ADDRESS = Pattern.compile("[\\w.:\\[\\]-]{1,270}");
  private static final Pattern NAME = Pattern.compile("[\\w-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{0,32}");
  private static final Pattern AT =
      Pattern.compile("at (%s) (%s) (%s)".formatted(ADDRESS, NAME, TOKEN));
  private static final Pattern KEPT = Pattern.compile("kept (%s) (%s)".formatted(ADDRESS, NAME));

  private final Path file;
  private final Map<String, String> configured;
  private final Map<String, Identity> told = new TreeMap<>();
  private final Map<String, String> kept = new TreeMap<>();

  private Roster(Path file, Map<String, String> configured) {
    this.file = file;
    this.configured = configured;
  }

  /**
   * The one in this folder. A line that it cannot read counts as not there: what it says is told
   * again.
   *
   * @param peers of the settings
   */
  static Roster open(Path folder, Collection<Peer> peers) throws IOException {
    var roster =
        new Roster(
            folder.resolve(FILE),
            peers.stream().collect(Collectors.toMap(Peer::address, Peer::name, (a, _) -> a)));
    if (Files.exists(roster.file)) {
      var text = Files.readString(roster.file, ISO_8859_1);
      text.lines().limit(LINES_MAX).forEach(roster::read);
    }
    return roster;
  }

  private void read(String line) {
    var at = AT.matcher(line);
    if (at.matches()) {
      told.put(at.group(1), new Identity(at.group(2), at.group(3)));
    }
    var keep = KEPT.matcher(line);
    if (keep.matches()) {
      kept.put(keep.group(2), keep.group(1));
    }
  }

  /**
   * A node told who it is.
   *
   * @param voters of which the roster keeps what it knows
   */
  synchronized void learn(String address, Greeting greeting, Collection<String> voters) {
    var identity = new Identity(greeting.getName(), greeting.getToken());
    if (!NAME.matcher(identity.name()).matches()
        || !TOKEN.matcher(identity.token()).matches()
        || !ADDRESS.matcher(address).matches()) {
      return; // it announces none
    }
    boolean hasCome = kept.remove(identity.name(), address);
    if (!identity.equals(told.put(address, identity)) || hasCome) {
      told.keySet().removeIf(each -> !each.equals(address) && !voters.contains(each));
      write();
    }
  }

  /** The name is for the node at this address only, until that is a voter. */
  synchronized void keep(String name, String address) {
    if (NAME.matcher(name).matches() && ADDRESS.matcher(address).matches()) {
      kept.put(name, address);
      write();
    }
  }

  private void write() {
    var lines =
        Stream.concat(
            kept.entrySet().stream().map(each -> "kept " + each.getValue() + " " + each.getKey()),
            told.entrySet().stream()
                .map(each ->
                    "at %s %s %s"
                        .formatted(
                            each.getKey(), each.getValue().name(), each.getValue().token())));
    try {
      AtomicFile.writePrivate(file, lines.limit(LINES_MAX).collect(Collectors.joining("\n")));
    } catch (IOException e) {
      LOG.log(WARNING, "who the other nodes are is not kept: {0}: {1}", file, e.getMessage());
    }
  }

  /** The name of the node at an address; empty if it is not known. */
  synchronized String name(String address) {
    var identity = told.get(address);
    return identity == null ? configured.getOrDefault(address, "") : identity.name();
  }

  /** Which of the voters have a name. */
  List<String> named(String name, Collection<String> voters) {
    return voters.stream().filter(voter -> name(voter).equals(name)).sorted().toList();
  }

  /**
   * Why no node of this name may come in at this address; empty if one may, or announces no name.
   *
   * @param voters the addresses of those that there are
   */
  Optional<String> objection(String name, String address, Collection<String> voters) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var other = named(name, voters).stream().filter(each -> !each.equals(address)).findFirst();
    if (other.isPresent()) {
      return Optional.of(
          "%s is the node at %s, so the one at %s is another and stays out: give it another id; or, if that one is gone for good, run lotwatch node replace %s %s and start this one again"
              .formatted(name, other.get(), address, name, address));
    }
    var here = name(address);
    if (voters.contains(address) && !here.isEmpty() && !here.equals(name)) {
      return Optional.of(
          "the node at %s is %s, so %s, which says that it is there, stays out: give each node its own address"
              .formatted(address, here, name));
    }
    var place = place(name);
    if (!place.isEmpty() && !place.equals(address)) {
      return Optional.of(
          "%s is to come in at %s, so the one at %s stays out: run lotwatch node replace %s %s if it shall be this one"
              .formatted(name, place, address, name, address));
    }
    return Optional.empty();
  }

  /** The address that a name is kept for; empty if it is not. */
  synchronized String place(String name) {
    return kept.getOrDefault(name, "");
  }
}
