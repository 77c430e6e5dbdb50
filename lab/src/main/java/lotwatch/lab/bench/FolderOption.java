package lotwatch.lab.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of all commands that measure a disk. */
public final class FolderOption {
  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "The folder in which all keep their data, on the disk to be measured; default that of"
              + " temporary files.")
  private Path path = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));

  /** Makes the option that picocli fills. */
  public FolderOption() {}

  /** The folder. */
  public Path path() {
    return path;
  }
}
