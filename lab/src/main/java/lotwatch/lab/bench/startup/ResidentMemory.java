package lotwatch.lab.bench.startup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The memory of a process that lies in RAM, by what it holds, the largest part first.
 *
 * @param parts with their bytes
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html">proc_pid_smaps</a>
 */
record ResidentMemory(List<Part> parts) {
  private static final Pattern AREA =
      Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) \\S+ \\S+ \\S+ \\S+\\s*(.*)$");

  private static final Pattern RESIDENT = Pattern.compile("^Rss: +(\\d+) kB$");
  private static final Pattern GENERATION =
      Pattern.compile("\\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\\)");

  /** One part. */
  record Part(String name, long bytes) {}

  ResidentMemory {
    parts = List.copyOf(parts);
  }

  /** All of it. */
  long total() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /** What this process, a JVM with the serial collector, holds now. */
  static ResidentMemory of(long pid) throws IOException {
    var heap = heap(pid);
    var sums = new TreeMap<String, Long>();
    var name = "";
    for (var line : Files.readAllLines(Path.of("/proc/%d/smaps".formatted(pid)), UTF_8)) {
      var area = AREA.matcher(line);
      var resident = RESIDENT.matcher(line);
      if (area.matches()) {
        name = name(Long.parseUnsignedLong(area.group(1), 16), area.group(3), heap);
      } else if (resident.matches()) {
        sums.merge(name, Long.parseLong(resident.group(1)) << 10, Long::sum);
      }
    }
    return new ResidentMemory(
        sums.entrySet().stream()
            .map(entry -> new Part(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingLong(Part::bytes).reversed())
            .toList());
  }

  private record Range(long from, long to) {}

  private static String name(long address, String file, Range heap) {
    if (address >= heap.from() && address < heap.to()) {
      return "Java heap";
    }
    if (file.endsWith(".aot")) {
      return "classes of the AOT cache";
    }
    if (file.contains(".so") || file.endsWith("/lib/modules")) {
      return file.contains("rocksdb")
          ? "RocksDB's library"
          : file.contains("onnxruntime")
              ? "ONNX Runtime's libraries"
              : "libraries of the JVM and the system";
    }
    return "native: other classes, compiled code, compiler, threads, RocksDB";
  }

  /** From the lowest to the highest address that the generations may have. */
  private static Range heap(long pid) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    var asked =
        new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.heap_info")
            .redirectErrorStream(true)
            .start();
    var said = new String(asked.getInputStream().readAllBytes(), UTF_8);
    var generations = GENERATION.matcher(said).results().toList();
    if (generations.isEmpty()) {
      throw new IOException("jcmd does not tell where the heap is: " + said);
    }
    return new Range(
        generations.stream()
            .mapToLong(it -> Long.parseUnsignedLong(it.group(1), 16))
            .min()
            .orElseThrow(),
        generations.stream()
            .mapToLong(it -> Long.parseUnsignedLong(it.group(2), 16))
            .max()
            .orElseThrow());
  }
}
