package lotwatch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import lotwatch.ledger.BlobId;
import lotwatch.replica.blobs.ObjectStore.Stored;
import lotwatch.wire.blobs.BlobDigest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server of S3. */
class S3StoreTest {
  private static final int PART = 5 << 20; // the least that S3 takes

  @TempDir static Path folder;

  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Path file(int bytes, long seed) throws IOException {
    var content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return Files.write(Files.createTempFile(folder, "blob", ""), content);
  }

  static BlobId name(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      return BlobDigest.of(channel, _ -> {});
    }
  }

  @Test
  void whatWasPutIsThereAndComesBackAndGoes() throws Exception {
    var file = file(100_000, 1);
    var blob = name(file);
    try (var store = S3Store.open(server.settings("campus/"))) {
      assertThat(store.has(blob, 100_000)).isFalse();
      store.put(blob, file);
      store.put(blob, file);

      assertThat(store.has(blob, 100_000)).isTrue();
      assertThat(store.has(blob, 99_999)).isFalse();
      var back = Files.createTempFile(folder, "back", "");
      store.get(blob, back);
      assertThat(Files.mismatch(back, file)).isEqualTo(-1);
      assertThat(server.object("campus/" + blob.sha256())).exists();

      var all = new ArrayList<Stored>();
      store.list(all::add);
      assertThat(all).extracting(Stored::blob, Stored::bytes).contains(tuple(blob, 100_000L));
      assertThat(all.getFirst().since())
          .isBetween(Instant.now().minus(Duration.ofHours(1)), Instant.now().plusSeconds(60));

      store.delete(blob);
      store.delete(blob);
      assertThat(store.has(blob, 100_000)).isFalse();
      assertThatThrownBy(() -> store.get(blob, back))
          .hasMessageContaining("is not in s3://videos/");
    }
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  @Test
  void largeBlobsAreSentInParts() throws Exception {
    var file = file(2 * PART + 12_345, 2);
    var blob = name(file);
    try (var store = S3Store.open(server.settings(""), PART)) {
      store.put(blob, file);

      var back = Files.createTempFile(folder, "back", "");
      store.get(blob, back);
      assertThat(Files.mismatch(back, file)).isEqualTo(-1);
      store.delete(blob);

      var other = name(file(10, 7));
      assertThatThrownBy(() -> store.put(other, file)).hasMessageContaining("is not blob");
      assertThat(store.has(other, Files.size(file))).isFalse();
    }
  }

  @Test
  void firstWhoAsksOwnsThePrefix() throws Exception {
    try (var store = S3Store.open(server.settings("owned/"))) {
      assertThat(store.owner("one")).isEqualTo("one");
      assertThat(store.owner("two")).isEqualTo("one");
    }
  }

  @Test
  void objectsOfOthersAreLeftAlone() throws Exception {
    var own = file(10, 3);
    try (var here = S3Store.open(server.settings("one/"));
        var there = S3Store.open(server.settings("two/"))) {
      here.put(name(own), own);
      Files.createDirectories(server.object("two"));
      Files.writeString(server.object("two/notes.txt"), "not a blob");

      var all = new ArrayList<Stored>();
      there.list(all::add);

      assertThat(all).isEmpty();
    }
  }

  @Test
  void contentThatIsNotTheBlobIsRefusedByTheStore() throws Exception {
    var blob = name(file(10, 4));
    try (var store = S3Store.open(server.settings("wrong/"))) {
      var other = file(10, 5);

      assertThatThrownBy(() -> store.put(blob, other)).isInstanceOf(IOException.class);
      assertThat(store.has(blob, 10)).isFalse();
    }
  }

  @Test
  void bucketThatThereIsNotAndAStoreThatIsAwayAreNamed() throws Exception {
    var file = file(10, 6);
    var blob = name(file);
    var nowhere = new S3Settings("nowhere", "", Optional.of(server.uri()), "us-east-1");
    try (var store = S3Store.open(nowhere)) {
      assertThatThrownBy(() -> store.put(blob, file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("s3://nowhere/ at " + server.uri());
    }
  }
}
