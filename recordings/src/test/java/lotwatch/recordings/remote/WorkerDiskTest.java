package lotwatch.recordings.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import lotwatch.wire.blobs.BlobsFullException;
import org.junit.jupiter.api.Test;

class WorkerDiskTest {
  private final AtomicLong free = new AtomicLong(WorkerDisk.FREE_BYTES_MIN + 100);
  private final WorkerDisk disk = new WorkerDisk(free::get);

  @Test
  void tasksDoNotTakeSpaceFromEachOther() throws Exception {
    var first = disk.reserve(60);

    assertThatThrownBy(() -> disk.reserve(41))
        .isInstanceOf(BlobsFullException.class)
        .hasMessageContaining("64 MB free, 101 bytes are to come and 64 MB are left");
    try (var second = disk.reserve(40)) {
      assertThatThrownBy(() -> second.extend(1)).isInstanceOf(BlobsFullException.class);
      free.addAndGet(-60);
      first.wrote(60);
      free.addAndGet(1);
      second.extend(1);
    }
    first.close();
    first.close();
    disk.reserve(41).close();
    assertThatThrownBy(() -> disk.reserve(42)).isInstanceOf(BlobsFullException.class);
  }

  @Test
  void whatIsHandedOverIsNotCountedTwice() throws Exception {
    try (var space = disk.reserve(100)) {
      free.addAndGet(-100);
      space.handOver(100);
      free.addAndGet(100); // the file is moved away
      disk.reserve(100).close();
      assertThat(free.get()).isEqualTo(WorkerDisk.FREE_BYTES_MIN + 100);
    }
    disk.reserve(100).close();
  }
}
