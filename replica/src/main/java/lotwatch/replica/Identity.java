package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which node this is: its name may be given to two by mistake, its token not.
 *
 * @param name that its operator gave it
 * @param token 32 hexadecimal digits, made when a folder is first opened, and lost with it
 */
record Identity(String name, String token) {
  private static final String FILE = "token";
  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");

  /**
   * That of a folder, which gets a token if it has none.
   *
   * @throws ReplicaException if what it has is none
   */
  static Identity of(Path folder, String name) throws IOException, ReplicaException {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      AtomicFile.writePrivate(file, UUID.randomUUID().toString().replace("-", ""));
    }
    var token = Files.readString(file).strip();
    if (!TOKEN.matcher(token).matches()) {
      throw new ReplicaException(
          "%s is damaged: it has to hold 32 hexadecimal digits. Restore it from a copy, or delete it: then this node gets a new one"
              .formatted(file));
    }
    return new Identity(name, token);
  }
}
