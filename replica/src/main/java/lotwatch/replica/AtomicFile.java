package lotwatch.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** A small file that is whole or not there, also after a power cut. */
final class AtomicFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private AtomicFile() {}

  static void write(Path path, String text) throws IOException {
    write(path, text, fresh(path));
  }

  /** The same of a file that only its owner may read, where there are such rights. */
  static void writePrivate(Path path, String text) throws IOException {
    var fresh = fresh(path);
    Files.deleteIfExists(fresh);
    try {
      Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (UnsupportedOperationException e) {
      // No such rights here.
    }
    write(path, text, fresh);
  }

  private static Path fresh(Path path) {
    return path.resolveSibling(path.getFileName() + ".new");
  }

  private static void write(Path path, String text, Path fresh) throws IOException {
    try (var out = new FileOutputStream(fresh.toFile())) {
      out.write((text + "\n").getBytes(UTF_8));
      out.getFD().sync();
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    SnapshotFile.sync(Objects.requireNonNull(path.getParent()));
  }
}
