package lotwatch.node.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code lotwatch.yml} and the environment. Each key is read in one place, beside those who
 * use it, with its default and its limits; the shipped file says the same in words, and a test
 * compares the two.
 */
public final class ConfigFile {
  /** The largest file that is read. */
  public static final int FILE_BYTES_MAX = 4 << 20;

  private ConfigFile() {}

  /**
   * Reads a file.
   *
   * @param environment the process's; names that begin with LOTWATCH_ count
   * @throws ConfigException with everything that is wrong in it
   */
  public static Config read(Path file, Map<String, String> environment) throws ConfigException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new ConfigException(
            List.of("%s is larger than %d bytes".formatted(file, FILE_BYTES_MAX)));
      }
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
      if (StreamFile.is(text)) {
        return StreamFile.read(file.toString(), text, folder, environment);
      }
      if (FinderFile.is(file, text)) {
        return FinderFile.read(file.toString(), text, environment);
      }
      return parse(file.toString(), text, folder, environment);
    } catch (NoSuchFileException e) {
      throw new ConfigException(List.of("%s: there is no such file".formatted(file)));
    } catch (CharacterCodingException e) {
      throw new ConfigException(List.of("%s: is not UTF-8 text".formatted(file)));
    } catch (IOException e) {
      throw new ConfigException(List.of("cannot read %s: %s".formatted(file, e)));
    }
  }

  /** The defaults, changed only by the environment. */
  public static Config defaults(Map<String, String> environment) throws ConfigException {
    return parse("defaults", "", Path.of("."), environment);
  }

  /**
   * Reads a document.
   *
   * @param name what to call it in errors
   * @param folder where relative paths of spots and clips begin
   */
  static Config parse(String name, String yaml, Path folder, Map<String, String> environment)
      throws ConfigException {
    return parse(name, yaml, folder, environment, new TreeSet<>());
  }

  /**
   * The same.
   *
   * @param known is told every key that has a reader; a list's name ends with {@code []}
   */
  static Config parse(
      String name, String yaml, Path folder, Map<String, String> environment, Set<String> known)
      throws ConfigException {
    var problems = new Problems();
    var root =
        new YamlSection(name, "", Document.compose(name, yaml), environment, known, problems);
    var config = Config.read(root, folder);
    root.close();
    refuseUnknown(environment, known, problems);
    problems.throwIfAny(config);
    return config.orElseThrow();
  }

  private static void refuseUnknown(
      Map<String, String> environment, Set<String> known, Problems problems) {
    var variables = new TreeSet<String>();
    known.stream()
        .filter(key -> !key.contains("["))
        .map(YamlSection::variable)
        .forEach(variables::add);
    environment.keySet().stream()
        .filter(variable -> variable.startsWith(YamlSection.VARIABLE))
        .filter(variable -> !variables.contains(variable) && !OTHERS.contains(variable))
        .sorted()
        .forEach(variable ->
            problems.add(
                variable,
                "is not a key"
                    + NearestName.of(variable, variables)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")));
  }

  /** Variables of ours that are no keys: the launcher's, the command's, the tests'. */
  private static final List<String> OTHERS =
      List.of("LOTWATCH_JAVA_HOME", "LOTWATCH_JAVA_OPTIONS", "LOTWATCH_URL", "LOTWATCH_TEST_DATA");
}
