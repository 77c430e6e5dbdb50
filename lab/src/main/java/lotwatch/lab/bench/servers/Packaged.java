package lotwatch.lab.bench.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A module that runs on a class path of its own, as {@code mvn package} leaves it.
 *
 * @param home the folder of Lotwatch
 * @param name of the module
 */
public record Packaged(Path home, String name) {
  /**
   * Finds it: where the launcher tells, else above where tests run.
   *
   * @throws IOException if it is not packaged
   */
  public static Packaged module(String name) throws IOException {
    String told = System.getProperty("lotwatch.home");
    for (var at = Path.of(told == null ? "" : told).toAbsolutePath();
        at != null;
        at = at.getParent()) {
      var found = new Packaged(at, name);
      if (Files.exists(found.jar()) && Files.isDirectory(found.libraries())) {
        return found;
      }
    }
    throw new IOException(
        "the module %s is not packaged: mvn package -pl %s".formatted(name, name));
  }

  private Path jar() {
    return home.resolve(name).resolve("target").resolve(name + "-0-SNAPSHOT.jar");
  }

  private Path libraries() {
    return home.resolve(name).resolve("target").resolve("lib");
  }

  /** Its own jar and its libraries. */
  public String classPath() {
    return jar() + File.pathSeparator + libraries() + "/*";
  }
}
