package lotwatch.wire.json;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lotwatch.ledger.View;

/** The lots whose free spaces follow from the text of a camera of system A: numbers for tries. */
public final class SimulatedLots {
  private static final Pattern SOURCE = Pattern.compile("grpc:\\d+\\?format=system-a&lot=(.+)");

  private SimulatedLots() {}

  /** Their ids, by the configuration in force. */
  public static Set<String> of(View view) {
    return view.configuration().content().cameras().stream()
        .filter(camera -> camera.source().startsWith("grpc:"))
        .map(camera -> SOURCE.matcher(camera.source()))
        .filter(source -> source.matches())
        .map(source -> source.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }
}
