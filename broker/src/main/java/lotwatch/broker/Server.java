package lotwatch.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;

/** A broker that is its own controller, on this machine only. */
final class Server implements AutoCloseable {
  /** Bytes of a record, with what a dead letter adds to one of the usual size. */
  static final int RECORD_BYTES_MAX = 2 << 20;

  private static final String HOST = "127.0.0.1";
  private static final String CONTROLLER = "CONTROLLER";
  private static final int NUMBER = 1;

  /** After it was killed, Kafka waits until its old session is over. */
  private static final Duration TOPICS_WAIT_MAX = Duration.ofMinutes(1);

  private final KafkaRaftServer server;
  private final int port;

  private Server(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param folder that is this broker's own
   * @param asked where it takes connections; 0 takes a free port
   * @throws Failure if it does not start
   */
  static Server start(BrokerFolder folder, int asked) throws Failure {
    int port = free(asked);
    folder.format(NUMBER, CONTROLLER);
    Exit.setHaltProcedure((status, message) -> {
      System.err.printf(
          "lotwatch: Kafka cannot go on in %s (is its disk full or broken?): %s%n",
          folder.path(), message);
      Runtime.getRuntime().halt(Failure.UNAVAILABLE);
    });
    try {
      var server =
          new KafkaRaftServer(new KafkaConfig(settings(folder, port, free(0)), false), Time.SYSTEM);
      server.startup();
      return new Server(server, port);
    } catch (Exception e) { // Scala declares none of what it throws
      throw new Failure(
          Failure.UNAVAILABLE,
          "Kafka does not start in %s, unless another one runs there: %s"
              .formatted(folder.path(), e.getMessage()));
    }
  }

  private static int free(int asked) throws Failure {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as Kafka itself
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), asked));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Failure(
          Failure.UNAVAILABLE,
          "cannot listen on %s:%d (%s): is it taken? Choose another with --port"
              .formatted(HOST, asked, e.getMessage()));
    }
  }

  private static Map<String, String> settings(BrokerFolder folder, int port, int controllerPort) {
    var settings = new HashMap<String, String>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NUMBER));
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d".formatted(HOST, port, CONTROLLER, HOST, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.quorum.voters", "%d@%s:%d".formatted(NUMBER, HOST, controllerPort));
    settings.put("log.dirs", folder.path().toString());
    settings.put("auto.create.topics.enable", "false"); // they would have one partition
    settings.put("group.initial.rebalance.delay.ms", "0");
    for (var single :
        List.of(
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr")) {
      settings.put(single, "1");
    }
    for (var few :
        List.of(
            "offsets.topic.num.partitions",
            "transaction.state.log.num.partitions",
            "share.coordinator.state.topic.num.partitions")) {
      settings.put(few, "4");
    }
    // A recording's own times would be refused if they are ahead, and deleted at once if they are
    // old.
    settings.put("log.message.timestamp.type", "LogAppendTime");
    settings.put("message.max.bytes", String.valueOf(RECORD_BYTES_MAX));
    return settings;
  }

  /**
   * Makes the topics that are not there.
   *
   * @return one line for each, for people
   */
  List<String> create(List<Topic> topics) throws Failure, InterruptedException {
    var lines = new ArrayList<String>();
    try (var admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      for (var topic : topics) {
        lines.add("%-16s %s".formatted(topic.name(), create(admin, topic)));
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new Failure(Failure.UNAVAILABLE, "the topics cannot be made: " + e.getMessage());
    }
    return lines;
  }

  private static String create(Admin admin, Topic topic)
      throws ExecutionException, TimeoutException, InterruptedException {
    long seconds = TOPICS_WAIT_MAX.toSeconds();
    try {
      admin
          .createTopics(List.of(new NewTopic(topic.name(), topic.partitions(), (short) 1)))
          .all()
          .get(seconds, TimeUnit.SECONDS);
      return "%d partitions".formatted(topic.partitions());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    var there =
        admin
            .describeTopics(List.of(topic.name()))
            .allTopicNames()
            .get(seconds, TimeUnit.SECONDS)
            .get(topic.name());
    int partitions = there == null ? 0 : there.partitions().size();
    return partitions == topic.partitions()
        ? "%d partitions".formatted(partitions)
        : "%d partitions, as before; not %d: another number would take cars to other ones"
            .formatted(partitions, topic.partitions());
  }

  /** As {@code HOST:PORT}. */
  String address() {
    return "%s:%d".formatted(HOST, port);
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
