package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status.Code;
import org.rocksdb.Status.SubCode;

/**
 * What stands in the way of files in which nothing is wrong, and what to do about it. A copy mends
 * none of it, and moving the folder away would lose what it holds.
 *
 * @param sign by which it is known in the words of the system or a library
 * @param advice what to do, a sentence
 */
record Obstacle(String sign, String advice) {
  private static final Obstacle FULL =
      new Obstacle("No space left", "The disk is full: free some space and start again.");
  private static final String RIGHTS = "Let the user of this process read and write it.";
  private static final String IN_USE =
      "Another process has it open: end that one, or use another folder.";

  private static final List<Obstacle> ALL =
      List.of(
          FULL,
          new Obstacle("quota exceeded", FULL.advice()),
          new Obstacle("While lock file", IN_USE),
          new Obstacle("lock hold by", IN_USE),
          new Obstacle("Permission denied", RIGHTS),
          new Obstacle("AccessDenied", RIGHTS),
          new Obstacle("Operation not permitted", RIGHTS),
          new Obstacle(
              "Read-only file system",
              "Its disk is read-only: mount it so that it can be written."),
          new Obstacle(
              "Too many open files", "Allow this process more open files (see ulimit -n)."));

  private static final String UNKNOWN = "The disk or the system failed, see its log.";
  private static final String MISSING = "No such file";

  /** What an operator is told of files that cannot be opened. */
  static String told(Path path, IOException why) {
    return told(path, why.toString());
  }

  /** The same of a store; empty if it speaks of what is in the files, or misses one. */
  static Optional<String> told(Path path, RocksDBException why) {
    var status = why.getStatus();
    var words = String.valueOf(why.getMessage());
    if (status == null || status.getCode() != Code.IOError || words.contains(MISSING)) {
      return Optional.empty();
    }
    return Optional.of(
        status.getSubCode() == SubCode.NoSpace
            ? told(path, words, FULL.advice())
            : told(path, words));
  }

  private static String told(Path path, String words) {
    return told(
        path,
        words,
        ALL.stream()
            .filter(each -> words.contains(each.sign()))
            .map(Obstacle::advice)
            .findFirst()
            .orElse(UNKNOWN));
  }

  private static String told(Path path, String words, String advice) {
    return "%s cannot be opened: %s. %s".formatted(path, words, advice);
  }
}
