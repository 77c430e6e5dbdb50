package lotwatch.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Where a test types commands. */
final class Shell {
  private Shell() {}

  /**
   * What came of a command.
   *
   * @param out what it printed
   * @param err what it complained about
   */
  record Said(int exit, String out, String err) {}

  static Said type(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit = Lotwatch.run(words, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Said(exit, out.toString(), err.toString());
  }

  /** Prints where it can be read while the command runs, complaints too; says its exit code. */
  static int type(StringWriter said, String... words) {
    var both = new PrintWriter(said, true);
    return Lotwatch.run(words, both, both);
  }

  /** The words of {@code line} and then those in {@code more}, which may hold blanks. */
  static Said type(List<String> line, String... more) {
    var words = new ArrayList<>(line);
    words.addAll(List.of(more));
    return type(words.toArray(String[]::new));
  }
}
