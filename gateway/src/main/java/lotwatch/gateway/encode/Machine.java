package lotwatch.gateway.encode;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy and how full the machine of this node is. */
final class Machine {
  /** Told as the space of a folder that there is not. */
  static final long NO_FOLDER = -1;

  private static final float PERCENT = 100;

  private final Path folder;
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  Machine(Path folder) {
    this.folder = folder;
  }

  /** Space of a disk in bytes; both {@link #NO_FOLDER} if there is no such folder. */
  record Space(long free, long total) {}

  /** Space on the disk of the videos. */
  Space space() {
    try {
      var store = Files.getFileStore(folder);
      return new Space(store.getUsableSpace(), store.getTotalSpace());
    } catch (IOException _) {
      return new Space(NO_FOLDER, NO_FOLDER);
    }
  }

  /** How busy its cores are: 0 where that is not known. */
  float cpuPercent() {
    return (float) Math.max(0, system.getCpuLoad()) * PERCENT;
  }

  /** How much of its memory is used, also for what it could do without. */
  float memoryPercent() {
    var total = system.getTotalMemorySize();
    return total <= 0 ? 0 : (float) (total - system.getFreeMemorySize()) / total * PERCENT;
  }
}
