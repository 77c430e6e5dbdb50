package lotwatch.lab.disks;

import java.io.IOException;
import java.nio.file.Path;
import lotwatch.lab.faults.LoopDisk;
import org.junit.jupiter.api.Assumptions;

/** Disks that tests may break. */
final class Disks {
  private Disks() {}

  /** Makes one; the test ends here, with a line, where that is not possible. */
  static LoopDisk make(Path temp, int megabytes) {
    try {
      return LoopDisk.make(temp, megabytes);
    } catch (IOException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }
}
