package lotwatch.node.config;

import static java.lang.System.Logger.Level.INFO;
import static lotwatch.wire.settings.Section.PORT_MAX;
import static lotwatch.wire.settings.Section.WAIT_MIN;
import static lotwatch.wire.settings.Section.WEEK_MAX;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import lotwatch.gateway.finder.FinderPorts;
import lotwatch.gateway.finder.FinderSettings;
import lotwatch.gateway.finder.SubscriberLimits;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.Policy;
import lotwatch.wire.settings.Section;

/**
 * The {@code config.json} of the campus smart parking finder, read as it is: its ports and its
 * lots, in which cars are counted. What it has no word for is as without a file; the environment
 * wins over it. JSON is YAML, so it is read with the same care.
 */
final class FinderFile {
  private static final System.Logger LOG = System.getLogger(FinderFile.class.getName());
  private static final String POLICY = "drop_oldest";

  private final String name;
  private final Map<String, String> values = new HashMap<>();

  private FinderFile(String name) {
    this.name = name;
  }

  /** Whether a file is one, by its name or its text. */
  static boolean is(Path file, String text) {
    return file.toString().endsWith(".json")
        || (text.stripLeading().startsWith("{") && text.contains("\"server\""));
  }

  static Config read(String name, String json, Map<String, String> environment)
      throws ConfigException {
    var problems = new Problems();
    var root =
        new YamlSection(
            name,
            "",
            Document.compose(name, json.replace('\t', ' ')),
            Map.of(),
            new TreeSet<>(),
            problems);
    var file = new FinderFile(name);
    file.server(root.section("server"));
    file.pubsub(root.section("pubsub"));
    var ids = new HashSet<String>();
    var lots = root.list("lots", lot -> lot(lot, ids));
    file.passOver(root, "logging", "logging");
    root.close();
    problems.throwIfAny();
    file.set("sim.cameras", "false");
    file.values.putAll(environment);
    return ConfigFile.defaults(file.values).withLots(lots);
  }

  private void server(YamlSection server) {
    set("tcp.host", server.text("host", FinderSettings.HOST));
    port("text.port", server, "text_protocol_port", FinderPorts.TEXT);
    port("rpc.port", server, "rpc_port", FinderPorts.RPC);
    port("sensor.port", server, "sensor_port", FinderPorts.SENSOR);
    port("pubsub.port", server, "pubsub_port", FinderPorts.PUBSUB);
    var hold =
        server.seconds("reservation_timeout_seconds", Policy.DEFAULT.hold(), WAIT_MIN, WEEK_MAX);
    set("ledger.hold", Double.toString(hold.toMillis() / 1000.0));
    passOver(server, "thread_pool_size", "server.thread_pool_size");
    passOver(server, "backlog", "server.backlog");
  }

  private void pubsub(Section pubsub) {
    set(
        "pubsub.queue-max",
        Integer.toString(
            pubsub.integer(
                "max_queue_size", SubscriberLimits.QUEUE_MAX, 1, SubscriberLimits.QUEUE_LIMIT)));
    var policy = pubsub.text("back_pressure_policy", POLICY);
    if (!policy.equals(POLICY)) {
      pubsub.problem("back_pressure_policy", "is '%s', there is only %s".formatted(policy, POLICY));
    }
  }

  private static Optional<CampusSettings.Lot> lot(Section lot, Set<String> ids) {
    var id = CampusSettings.onlyOnce(lot, ids);
    int capacity = lot.integer("capacity", 0, 1, LotCommand.CAPACITY_MAX);
    int occupied = lot.integer("occupied", 0, 0, LotCommand.CAPACITY_MAX);
    if (capacity == 0) {
      lot.problem("capacity", "is missing, or not within its limits");
    } else if (occupied > capacity) {
      lot.problem("occupied", "is %d, more than its capacity".formatted(occupied));
    }
    return Optional.of(
        new CampusSettings.Lot(
            id, Optional.empty(), OptionalInt.of(capacity), OptionalInt.of(occupied)));
  }

  private void port(String key, Section server, String theirs, int usual) {
    set(key, Integer.toString(server.integer(theirs, usual, 0, PORT_MAX)));
  }

  private void set(String key, String value) {
    values.put(YamlSection.variable(key), value);
  }

  private void passOver(YamlSection section, String key, String full) {
    if (section.passOver(key)) {
      LOG.log(INFO, "{0}: {1} means nothing here and is passed over", name, full);
    }
  }
}
