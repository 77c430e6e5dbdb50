package lotwatch.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * One server-sent event.
 *
 * @param id where to resume after it; empty if it has none
 * @param kind the event's name
 * @param data its lines, joined
 */
record ServerEvent(String id, String kind, String data) {

  /** Reads events until the stream ends. */
  static void read(BufferedReader in, Consumer<ServerEvent> listener) throws IOException {
    var id = "";
    var kind = "message";
    var data = new StringBuilder();
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          listener.accept(new ServerEvent(id, kind, data.substring(1)));
        }
        kind = "message";
        data.setLength(0);
      } else if (line.startsWith("data:")) {
        data.append('\n').append(value(line));
      } else if (line.startsWith("id:")) {
        id = value(line);
      } else if (line.startsWith("event:")) {
        kind = value(line);
      }
    }
  }

  private static String value(String line) {
    var value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}
