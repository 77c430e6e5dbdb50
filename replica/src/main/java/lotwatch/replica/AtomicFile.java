package lotwatch.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A small file that is whole or not there, also after a power cut. */
final class AtomicFile {
  private AtomicFile() {}

  static void write(Path path, String text) throws IOException {
    var fresh = path.resolveSibling(path.getFileName() + ".new");
    try (var out = new FileOutputStream(fresh.toFile())) {
      out.write((text + "\n").getBytes(UTF_8));
      out.getFD().sync();
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    SnapshotFile.sync(Objects.requireNonNull(path.getParent()));
  }
}
