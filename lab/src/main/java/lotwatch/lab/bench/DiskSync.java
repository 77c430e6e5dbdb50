package lotwatch.lab.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the disk takes to keep a few bytes, which is the least that a write can take. */
final class DiskSync {
  private static final int BYTES = 200;
  private static final Duration EACH = Duration.ofSeconds(1);

  private DiskSync() {}

  /** With so many logs that are appended to and synced at a time. */
  static double medianMillis(Path folder, int logs) throws IOException {
    var running = new ArrayList<Future<List<Long>>>();
    try (var threads = Executors.newFixedThreadPool(logs)) {
      for (int i = 0; i < logs; i++) {
        var file = folder.resolve("sync" + i);
        running.add(threads.submit(() -> nanos(file)));
      }
      var all = new ArrayList<Long>();
      for (var one : running) {
        all.addAll(one.get());
      }
      all.sort(null);
      return all.get(all.size() / 2) / 1e6;
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static List<Long> nanos(Path file) throws IOException {
    var took = new ArrayList<Long>();
    long end = System.nanoTime() + EACH.toNanos();
    try (var log =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      do {
        long began = System.nanoTime();
        log.write(ByteBuffer.allocate(BYTES));
        log.force(false);
        took.add(System.nanoTime() - began);
      } while (System.nanoTime() < end);
    } finally {
      Files.deleteIfExists(file);
    }
    return took;
  }
}
