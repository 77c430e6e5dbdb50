package lotwatch.lab.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first words of a command that runs Java as the launcher does. */
public final class JavaCommand {
  private static final String OPTIONS = "jvm.options";

  private JavaCommand() {}

  /** The program, the flags that all of Lotwatch has, and these. */
  public static List<String> words(String... flags) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("@" + options());
    words.addAll(List.of(flags));
    return words;
  }

  /** At the root of the checkout: told by the launcher, else above where tests run. */
  private static Path options() {
    String home = System.getProperty("lotwatch.home");
    for (var at = Path.of(home == null ? "" : home).toAbsolutePath();
        at != null;
        at = at.getParent()) {
      if (Files.exists(at.resolve(OPTIONS))) {
        return at.resolve(OPTIONS);
      }
    }
    throw new IllegalStateException("no " + OPTIONS + " above " + Path.of("").toAbsolutePath());
  }
}
