package lotwatch.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lotwatch.wire.proto.heartbeat.ServiceStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server said of services at one time.
 *
 * @param server where
 * @param at when
 * @param services what it knows of, by name
 * @param missing what was asked for and it never heard of
 * @param problem why it said nothing
 */
record Look(
    String server,
    Instant at,
    List<ServiceStatus> services,
    List<String> missing,
    Optional<String> problem) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** An answer. */
  static Look of(String server, Instant at, List<String> asked, List<ServiceStatus> answer) {
    var missing = new LinkedHashSet<>(asked);
    answer.forEach(service -> missing.remove(service.getServiceIdentifier()));
    var sorted =
        answer.stream().sorted(Comparator.comparing(ServiceStatus::getServiceIdentifier)).toList();
    return new Look(server, at, sorted, List.copyOf(missing), Optional.empty());
  }

  /** No answer. */
  static Look failed(String server, Instant at, String why) {
    return new Look(server, at, List.of(), List.of(), Optional.of(why));
  }

  /** One of {@link Exit}. */
  int exit() {
    if (problem.isPresent()) {
      return Exit.UNAVAILABLE;
    }
    return missing.isEmpty() && services.stream().allMatch(ServiceStatus::getIsAlive)
        ? Exit.OK
        : Exit.REFUSED;
  }

  /** For people. */
  String table() {
    if (problem.isPresent()) {
      return clock(at) + "  unreachable: " + problem.get();
    }
    int width = width();
    var lines = new ArrayList<String>();
    lines.add(row(width, "SERVICE", "STATUS", "ALIVE", "LAST HEARD", "AGE"));
    for (var service : services) {
      lines.add(
          row(
              width,
              service.getServiceIdentifier(),
              service.getStatus(),
              service.getIsAlive() ? "yes" : "NO",
              clock(received(service)),
              age(service) + " s"));
    }
    missing.forEach(name -> lines.add(row(width, name, "never heard", "NO", "-", "-")));
    var dead = services.stream().filter(service -> !service.getIsAlive()).count() + missing.size();
    lines.add(
        "%s  %s: %d alive, %d not"
            .formatted(clock(at), server, services.size() + missing.size() - dead, dead));
    return String.join(System.lineSeparator(), lines);
  }

  private int width() {
    var names =
        Stream.concat(services.stream().map(ServiceStatus::getServiceIdentifier), missing.stream());
    return names.mapToInt(name -> printable(name).length()).reduce("SERVICE".length(), Math::max);
  }

  private static String row(
      int width, String service, String status, String alive, String received, String age) {
    var name = printable(service);
    return "%s  %-14s  %-5s  %-19s  %8s"
        .formatted(
            name + " ".repeat(Math.max(0, width - name.length())),
            printable(status),
            alive,
            received,
            age)
        .stripTrailing();
  }

  private static Instant received(ServiceStatus service) {
    return Instant.ofEpochSecond(
        Math.clamp(
            service.getLastHeartbeat(),
            Instant.EPOCH.getEpochSecond(),
            Instant.parse("9999-12-31T00:00:00Z").getEpochSecond()));
  }

  /** By this machine's clock, which the server's may be ahead of. */
  private long age(ServiceStatus service) {
    return Math.max(0, Duration.between(received(service), at).toSeconds());
  }

  private static String clock(Instant time) {
    return CLOCK.format(time.atZone(ZoneId.systemDefault()));
  }

  /** What a server says, without what would steer a terminal. */
  static String printable(String said) {
    return said.codePoints()
        .map(each -> Character.isISOControl(each) ? '?' : each)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** For programs, in one line. */
  String json() {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("server", server);
    shape.put("at", at.toString());
    if (problem.isPresent()) {
      shape.put("error", problem.get());
      return JSON.writeValueAsString(shape);
    }
    shape.put("services", services.stream().map(this::shape).toList());
    shape.put("missing", missing);
    return JSON.writeValueAsString(shape);
  }

  private LinkedHashMap<String, Object> shape(ServiceStatus service) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("service", service.getServiceIdentifier());
    shape.put("status", service.getStatus());
    shape.put("alive", service.getIsAlive());
    shape.put("lastHeard", received(service).toString());
    shape.put("ageSeconds", age(service));
    return shape;
  }
}
