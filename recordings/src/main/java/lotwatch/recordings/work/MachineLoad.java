package lotwatch.recordings.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import lotwatch.ledger.WorkerReport;

/**
 * How busy this machine is with other things, for {@link WorkerReport#load}: what waits for its
 * cores (/proc/loadavg) and for its disks (/proc/pressure/io), more where memory or disk are short.
 * 0 where the system does not tell (proc(5)).
 */
public final class MachineLoad {
  private static final int SHORT_OF_MEMORY = 4_000;
  private static final int SHORT_OF_DISK = 8_000;
  private static final double MEMORY_LEFT_MIN = 0.05;
  private static final double DISK_LEFT_MIN = 0.05;

  private final Path proc;
  private final Path disk;
  private final int cores;
  private final IntSupplier own;

  /**
   * @param disk a folder on the disk that the work needs
   * @param own tasks at work here, each of which keeps one core busy
   */
  public MachineLoad(Path disk, IntSupplier own) {
    this(Path.of("/proc"), disk, Runtime.getRuntime().availableProcessors(), own);
  }

  MachineLoad(Path proc, Path disk, int cores, IntSupplier own) {
    this.proc = proc;
    this.disk = disk;
    this.cores = cores;
    this.own = own;
  }

  /** In thousandths: 1000 when one task has to wait for each core. */
  public int now() {
    double others = Math.max(0, loadAverage() - own.getAsInt());
    double load = 1_000 * others / cores + 10 * waitingForDisk();
    load += memoryLeft() < MEMORY_LEFT_MIN ? SHORT_OF_MEMORY : 0;
    load += diskLeft() < DISK_LEFT_MIN ? SHORT_OF_DISK : 0;
    return (int) Math.clamp(Math.round(load), 0, WorkerReport.LOAD_MAX);
  }

  private double loadAverage() {
    return number(read("loadavg").split(" ", 2)[0], 0);
  }

  /** Percent of the last ten seconds in which something waited for a disk. */
  private double waitingForDisk() {
    var line = read("pressure/io").lines().filter(it -> it.startsWith("some")).findFirst();
    return line.map(it -> number(it.replaceFirst(".*avg10=", "").replaceFirst(" .*", ""), 0))
        .orElse(0.0);
  }

  private double memoryLeft() {
    var all = read("meminfo");
    double total = kilobytes(all, "MemTotal:");
    return total == 0 ? 1 : kilobytes(all, "MemAvailable:") / total;
  }

  private static double kilobytes(String all, String name) {
    return all.lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> number(line.replaceAll("\\D", ""), 0))
        .findFirst()
        .orElse(0);
  }

  private double diskLeft() {
    try {
      var store = Files.getFileStore(disk);
      return (double) store.getUsableSpace() / Math.max(1, store.getTotalSpace());
    } catch (IOException e) {
      return 1;
    }
  }

  private static double number(String text, double otherwise) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private String read(String name) {
    try {
      return Files.readString(proc.resolve(name), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
