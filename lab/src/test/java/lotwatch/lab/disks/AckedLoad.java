package lotwatch.lab.disks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import lotwatch.lab.cluster.JavaCommand;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Load;
import lotwatch.replica.Replica;

/**
 * A process of its own that reserves and that a test can kill: {@code AckedLoad FOLDER ROUND SYNC}
 * prints each acknowledged plate.
 */
final class AckedLoad {
  private AckedLoad() {}

  public static void main(String[] args) throws Exception {
    var folder = DataFolder.open(Path.of(args[0]));
    var replica =
        Replica.open(
            folder, Load.settings(), InstantSource.system(), Boolean.parseBoolean(args[2]));
    Load.openLots(replica);
    var out = System.out;
    Load.reserve(
        replica,
        args[1],
        Integer.MAX_VALUE,
        plate -> {
          synchronized (out) {
            out.println("acked " + plate);
            out.flush();
          }
        });
  }

  /** A process of its own that reserves in this folder. */
  static Process start(Path folder, String round, boolean sync) throws IOException {
    var command =
        JavaCommand.words(
            "-Djava.util.logging.config.file=/dev/null",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            AckedLoad.class.getName(),
            folder.toString(),
            round,
            Boolean.toString(sync));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Kills it at once; what it has said can still be read. */
  static void kill(Process process) {
    process.toHandle().destroyForcibly();
  }

  /** What is done to a process in the middle of its work. */
  @FunctionalInterface
  interface Blow {
    void strike(Process process) throws IOException;
  }

  /** Reads what the process acknowledges, does something after so many, and reads to the end. */
  static Set<String> acknowledged(Process load, int enough, Blow then) throws IOException {
    var acked = new HashSet<String>();
    try (var lines = load.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("acked ")) {
          acked.add(line.substring("acked ".length()));
          if (acked.size() == enough) {
            then.strike(load);
          }
        } else if (acked.size() < enough) {
          System.out.println("load: " + line);
        }
      }
    }
    if (acked.size() < enough) {
      throw new IllegalStateException("only %d of %d acknowledged".formatted(acked.size(), enough));
    }
    return acked;
  }
}
