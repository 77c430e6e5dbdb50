package lotwatch.lab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One word for one thing, in every identifier of the code. What a word stands for is said in
 * STYLE.md; the glossary is in ARCHITECTURE.md.
 */
class WordsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Words that had other ones for the same thing: connection, handler, heartbeat, image ... */
  private static final Set<String> OLD =
      Set.of(
          "caller",
          "callers",
          "talk",
          "talks",
          "conversation",
          "attend",
          "attends",
          "attendance",
          "hear",
          "hears",
          "heard",
          "hearing",
          "duty",
          "duties",
          "picture",
          "pictures",
          "room",
          "rooms",
          "door",
          "doors",
          "teller",
          "rehearsal",
          "journal",
          "crew");

  /** What comments and literals say is not an identifier. */
  private static final Pattern PROSE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'",
          Pattern.DOTALL);

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final Pattern BORDER =
      Pattern.compile("_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  /** Names in answers, which programs of others read. */
  private static final Set<String> IN_ANSWERS =
      Set.of("heardAt", "getHeardAt", "setHeardAt", "hasHeardAt", "NO_PICTURE");

  @Test
  void identifiersUseOneWordForOneThing() throws IOException {
    assertThat(identifiers()).isEmpty();
  }

  @Test
  void oldWordsAreFound() {
    assertThat(old("class TcpDoor { int callers; /* a door */ String s = \"door\"; }"))
        .containsExactly("TcpDoor", "callers");
    assertThat(old("void rememberShear() { sawHTTPRoom(); }")).containsExactly("sawHTTPRoom");
  }

  private static List<String> identifiers() throws IOException {
    var found = new ArrayList<String>();
    try (var files = Files.walk(ROOT)) {
      for (var file : files.filter(WordsTest::isOurs).toList()) {
        old(Files.readString(file)).forEach(word -> found.add(ROOT.relativize(file) + ": " + word));
      }
    }
    return found;
  }

  private static boolean isOurs(Path file) {
    var name = file.toString();
    return name.endsWith(".java") && !name.matches(".*/(target|vendor|data|\\.git)/.*");
  }

  private static List<String> old(String code) {
    return IDENTIFIER
        .matcher(PROSE.matcher(code).replaceAll(" "))
        .results()
        .map(each -> each.group())
        .distinct()
        .filter(name -> !IN_ANSWERS.contains(name))
        .filter(name -> words(name).anyMatch(OLD::contains))
        .toList();
  }

  private static Stream<String> words(String name) {
    return BORDER.splitAsStream(name).map(word -> word.toLowerCase(Locale.ROOT));
  }
}
