package lotwatch.gateway.grpc;

import static lotwatch.wire.settings.Section.PORT_MAX;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lotwatch.wire.settings.Section;

/**
 * Where gRPC is served.
 *
 * @param ports each with every service; none leaves gRPC closed, 0 takes a free one
 */
public record GrpcSettings(List<Integer> ports) {
  /** Ports with the same services. */
  public static final int PORTS_MAX = 16;

  /** The port unless configured. */
  public static final GrpcSettings DEFAULT = new GrpcSettings(List.of(50_051));

  private static final GrpcSettings CLOSED = new GrpcSettings(List.of());

  public GrpcSettings {
    ports = List.copyOf(ports);
  }

  /** Reads the section {@code grpc}. */
  public static GrpcSettings read(Section grpc) {
    var text =
        grpc.text(
            "ports", DEFAULT.ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
    if (text.isEmpty() || text.equals("none")) {
      return CLOSED;
    }
    var ports = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (ports.size() > PORTS_MAX || !ports.stream().allMatch(GrpcSettings::isPort)) {
      grpc.problem(
          "ports",
          "is '%s', not none or 1 to %d ports from 0 to %d with commas between them"
              .formatted(text, PORTS_MAX, PORT_MAX));
      return CLOSED;
    }
    return new GrpcSettings(ports.stream().map(Integer::parseInt).toList());
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= PORT_MAX;
  }

  /** The same on a free port, unless it has others than those of {@link #DEFAULT}. */
  public GrpcSettings onFreePorts() {
    return equals(DEFAULT) ? new GrpcSettings(List.of(0)) : this;
  }
}
