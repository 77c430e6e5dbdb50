package lotwatch.lab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One word for one thing, in every identifier of the code and in the prose beside it. What a word
 * stands for is said in STYLE.md; the glossary is in ARCHITECTURE.md.
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

  /**
   * Old words of which prose makes no other use. "Hear", "talk" and "attend" are plain English, and
   * so is "room" for what is left of a queue or a disk, but not "rooms".
   */
  private static final Set<String> OLD_IN_PROSE =
      Set.of(
          "caller",
          "callers",
          "conversation",
          "attendance",
          "duty",
          "duties",
          "picture",
          "pictures",
          "rooms",
          "door",
          "doors",
          "teller",
          "rehearsal",
          "journal",
          "crew",
          "member",
          "members");

  /** What prose may say all the same. */
  private static final List<String> ALLOWED =
      List.of(
          "the wheel and door of a car", // what a camera sees
          "a member of the Raft group", // says what a voter is
          "`etcd`: one member", // etcd's own word
          "three members, the leader is asked", // etcd's own word
          "`ListMembers`", // a question between nodes since version 1
          "`--pictures`", // went away
          "`--doors`", // went away
          "`door`", // went away
          "\"members\"", // in answers
          "cluster.members"); // in answers

  private static final Pattern JAVA = Pattern.compile(".*\\.java");
  private static final Pattern TEXT = Pattern.compile(".*\\.(md|yml|json|js|html|css)|.*/lotwatch");

  /** Written by a program, in the words of the day when it ran. */
  private static final Pattern GENERATED = Pattern.compile(".*/docs/evaluation/report\\..*");

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
    assertThat(found(JAVA, WordsTest::old)).isEmpty();
  }

  @Test
  void oldWordsAreFound() {
    assertThat(old("class TcpDoor { int callers; /* a door */ String s = \"door\"; }"))
        .containsExactly("TcpDoor", "callers");
    assertThat(old("void rememberShear() { sawHTTPRoom(); }")).containsExactly("sawHTTPRoom");
  }

  @Test
  void proseUsesOneWordForOneThing() throws IOException {
    assertThat(found(TEXT, WordsTest::oldInProse)).isEmpty();
  }

  @Test
  void oldWordsAreFoundInProse() {
    assertThat(oldInProse("Each Door has two rooms. `--doors` was a name, and there is room."))
        .containsExactly("Door", "rooms");
    assertThat(oldInProse("\"NO_PICTURE\": \"a picture_of a member of the Raft group\""))
        .containsExactly("picture_of");
  }

  private static List<String> found(Pattern files, Function<String, List<String>> old)
      throws IOException {
    var found = new ArrayList<String>();
    try (var all = Files.walk(ROOT)) {
      for (var file : all.filter(each -> isOurs(each, files)).toList()) {
        old.apply(Files.readString(file))
            .forEach(word -> found.add(ROOT.relativize(file) + ": " + word));
      }
    }
    return found;
  }

  private static boolean isOurs(Path file, Pattern files) {
    var name = file.toString();
    return files.matcher(name).matches()
        && Files.isRegularFile(file)
        && !GENERATED.matcher(name).matches()
        && !name.matches(".*/(target|vendor|data|\\.git)/.*");
  }

  private static List<String> old(String code) {
    return old(PROSE.matcher(code).replaceAll(" "), OLD);
  }

  private static List<String> oldInProse(String text) {
    var rest = text;
    for (var allowed : ALLOWED) {
      rest = rest.replace(allowed, " ");
    }
    return old(rest, OLD_IN_PROSE);
  }

  private static List<String> old(String text, Set<String> words) {
    return IDENTIFIER
        .matcher(text)
        .results()
        .map(each -> each.group())
        .distinct()
        .filter(name -> !IN_ANSWERS.contains(name))
        .filter(name -> words(name).anyMatch(words::contains))
        .toList();
  }

  private static Stream<String> words(String name) {
    return BORDER.splitAsStream(name).map(word -> word.toLowerCase(Locale.ROOT));
  }
}
