package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.replica.link.HeldBlobs;
import lotwatch.wire.blobs.BlobsFullException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of one cluster that keep blobs, over real connections, logs and files. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class BlobsTest {
  private static final String[] ALL = {"n1", "n2", "n3"};
  private static final int BYTES = 3_000_000;

  @TempDir static Path temp = Path.of("set by JUnit");

  private static final AtomicInteger SEEDS = new AtomicInteger(7);
  private static BlobNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = new BlobNodes(temp, 3);
  }

  @AfterAll
  static void stop() throws Exception {
    nodes.close();
  }

  /** All nodes keep blobs anew. */
  private static void keep(BlobSettings settings) throws IOException {
    for (var name : ALL) {
      nodes.end(name);
    }
    nodes.awaitAll(ALL.length);
    nodes.keep(settings, ALL);
  }

  /** Keeps a file, again if a node was too busy to say that it is there. */
  private static BlobId keepOnAll(String at, int seed) throws IOException {
    while (true) {
      var blob = nodes.at(at).keep(BlobNodes.file(nodes.at(at), seed, BYTES));
      if (nodes.holders(at, blob).equals(List.of(ALL))) {
        return blob;
      }
      nodes.awaitAll(ALL.length);
    }
  }

  private static byte[] content(long seed, int bytes) {
    var content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static BlobId name(byte[] content) throws Exception {
    return new BlobId(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
  }

  @Test
  void keptBlobIsOnAllNodesWhenItIsAnswered() throws Exception {
    keep(BlobNodes.settings(3, BlobNodes.CALM));
    int seed = SEEDS.incrementAndGet();
    var content = content(seed, BYTES);

    var blob = keepOnAll("n1", seed);

    assertThat(blob).isEqualTo(name(content));
    for (var name : ALL) {
      assertThat(nodes.path(name, blob)).hasBinaryContent(content);
      assertThat(nodes.at(name).fetch(blob)).isEqualTo(nodes.path(name, blob));
    }
    assertThat(nodes.state("n1", blob).bytes()).isEqualTo(BYTES);
  }

  @Test
  void sameContentFromAnotherNodeCostsNoMoreSpace() throws Exception {
    keep(BlobNodes.settings(3, BlobNodes.CALM));
    int seed = SEEDS.incrementAndGet();
    var blob = keepOnAll("n1", seed);
    var before = List.of(nodes.at("n2").count(), nodes.at("n2").bytes());
    var file = BlobNodes.file(nodes.at("n2"), seed, BYTES);

    assertThat(nodes.at("n2").keep(file)).isEqualTo(blob);

    assertThat(file).doesNotExist();
    assertThat(List.of(nodes.at("n2").count(), nodes.at("n2").bytes())).isEqualTo(before);
    assertThat(nodes.holders("n2", blob)).containsExactly(ALL);
  }

  @Test
  void nodeWithoutTheFileFetchesIt() throws Exception {
    keep(BlobNodes.settings(1, BlobNodes.CALM));
    int seed = SEEDS.incrementAndGet();
    var blob = nodes.at("n1").keep(BlobNodes.file(nodes.at("n1"), seed, BYTES));
    assertThat(nodes.holders("n1", blob)).containsExactly("n1");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Path> fetching = () -> nodes.at("n3").fetch(blob);
      var fetches = threads.invokeAll(Collections.nCopies(4, fetching));
      for (var fetch : fetches) {
        assertThat(fetch.get()).hasBinaryContent(content(seed, BYTES));
      }
    }
    assertThat(nodes.holders("n3", blob)).containsExactly("n1");
    assertThat(nodes.temporary("n3")).isEmpty();
  }

  @Test
  void emptyBlobIsOneToo() throws Exception {
    keep(BlobNodes.settings(2, BlobNodes.CALM));

    var blob = nodes.at("n1").keep(BlobNodes.file(nodes.at("n1"), 1, 0));

    for (var name : ALL) {
      assertThat(nodes.at(name).fetch(blob)).isEmptyFile();
    }
  }

  @Test
  void blobThatNobodyKnowsIsNotFetched() throws Exception {
    keep(BlobNodes.settings(1, BlobNodes.CALM));
    var blob = name(content(SEEDS.incrementAndGet(), 9));

    assertThatThrownBy(() -> nodes.at("n1").fetch(blob))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not known");
  }

  /** The blobs of a node as a test wants them to be. */
  private record Given(SeekableByteChannel content, CountDownLatch suspected) implements HeldBlobs {
    @Override
    public SeekableByteChannel open(BlobId blob) {
      return content;
    }

    @Override
    public void copy(BlobId blob, long bytes, NodeId holder) throws IOException {
      throw new IOException("not in this test");
    }

    @Override
    public void suspect(BlobId blob) {
      suspected.countDown();
    }
  }

  /** The ledger believes that these have it. */
  private static void hold(BlobId blob, int bytes, String... names) throws Exception {
    var holders = Arrays.stream(names).map(NodeId::new).toList();
    assertThat(nodes.replica("n1").submit(new HoldBlob(blob, bytes, holders), null))
        .isEqualTo(new Outcome.Accepted());
    nodes.replica("n3").catchUp();
  }

  /** Kept by one node only, which another one says it has too. */
  private BlobId keptByOneAndFalselyByTheOther(int seed, HeldBlobs falseOne) throws Exception {
    keep(BlobNodes.settings(1, BlobNodes.CALM));
    var blob = nodes.at("n2").keep(BlobNodes.file(nodes.at("n2"), seed, BYTES));
    nodes.end("n1");
    nodes.replica("n1").blobs().serve(falseOne);
    nodes.replica("n1").submit(new LoseBlob(blob, new NodeId("n2")), null);
    hold(blob, BYTES, "n1"); // it is asked first
    return blob;
  }

  @Test
  void whatIsNotTheBlobIsNotTakenAndItsSenderIsTold() throws Exception {
    int seed = SEEDS.incrementAndGet();
    var given =
        new Given(new GivenContent(content(seed + 1_000, BYTES), BYTES), new CountDownLatch(1));
    var blob = keptByOneAndFalselyByTheOther(seed, given);

    assertThat(nodes.at("n3").fetch(blob)).hasBinaryContent(content(seed, BYTES));

    given.suspected.await();
    assertThat(nodes.temporary("n3")).isEmpty();
  }

  @Test
  void onlyAWrongOneIsNoBlob() throws Exception {
    int seed = SEEDS.incrementAndGet();
    var wrong = content(seed + 1_000, BYTES);
    var given = new Given(new GivenContent(wrong, BYTES), new CountDownLatch(1));
    keep(BlobNodes.settings(1, BlobNodes.CALM));
    nodes.end("n1");
    nodes.replica("n1").blobs().serve(given);
    var blob = name(content(seed, BYTES));
    hold(blob, BYTES, "n1");

    assertThatThrownBy(() -> nodes.at("n3").fetch(blob))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("n1: what came is not the blob");
    assertThat(nodes.path("n3", blob)).doesNotExist();
    assertThat(nodes.temporary("n3")).isEmpty();
  }

  @Test
  void fetchGoesOnWithAnotherHolderWhenOneDiesInTheMiddle() throws Exception {
    int seed = SEEDS.incrementAndGet();
    var stuck = new GivenContent(content(seed, BYTES), BYTES / 2);
    var blob = keptByOneAndFalselyByTheOther(seed, new Given(stuck, new CountDownLatch(1)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var fetching = threads.submit(() -> nodes.at("n3").fetch(blob));
      stuck.awaitStop();

      nodes.stop("n1");

      assertThat(fetching.get()).hasBinaryContent(content(seed, BYTES));
    } finally {
      nodes.start("n1");
    }
  }

  @Test
  void damagedFileIsFoundAndFetchedAnew() throws Exception {
    keep(BlobNodes.settings(3, BlobNodes.BRISK));
    int seed = SEEDS.incrementAndGet();
    var content = content(seed, BYTES);
    var blob = nodes.at("n1").keep(BlobNodes.file(nodes.at("n1"), seed, BYTES));
    nodes.use(blob, "damaged");
    awaitAllHold(blob);
    var damaged = content.clone();
    damaged[BYTES / 2] ^= 1;
    Files.write(nodes.path("n2", blob), damaged);

    Members.await("the damage", () -> nodes.at("n2").damaged() > 0);
    Members.await("a whole file", () -> Arrays.equals(read("n2", blob), content));
    awaitAllHold(blob);
    assertThat(nodes.at("n2").repaired()).isPositive();
    nodes.free("damaged");
  }

  @Test
  void fileThatIsGoneIsFetchedAnew() throws Exception {
    keep(BlobNodes.settings(3, BlobNodes.BRISK));
    int seed = SEEDS.incrementAndGet();
    var blob = nodes.at("n1").keep(BlobNodes.file(nodes.at("n1"), seed, BYTES));
    nodes.use(blob, "gone");
    awaitAllHold(blob);

    Files.delete(nodes.path("n3", blob));

    Members.await("a new file", () -> Files.exists(nodes.path("n3", blob)));
    awaitAllHold(blob);
    assertThat(nodes.path("n3", blob)).hasBinaryContent(content(seed, BYTES));
    nodes.free("gone");
  }

  private static byte[] read(String node, BlobId blob) {
    try {
      return Files.readAllBytes(nodes.path(node, blob));
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Test
  void nodeThatIsFullGetsItsCopyWhenItHasSpace() throws Exception {
    keep(BlobNodes.settings(3, BlobNodes.BRISK));
    nodes.end("n2");
    nodes.keep(new BlobSettings(3, nodes.kept("n2") + BYTES / 2, 0, BlobNodes.BRISK), "n2");
    int seed = SEEDS.incrementAndGet();
    var file = BlobNodes.file(nodes.at("n2"), seed, BYTES);
    assertThatThrownBy(() -> nodes.at("n2").reserve(BYTES))
        .isInstanceOf(BlobsFullException.class)
        .hasMessageContaining("recordings.bytes-max");
    assertThatThrownBy(() -> nodes.at("n2").keep(file)).isInstanceOf(BlobsFullException.class);
    assertThat(file).exists();

    var blob = nodes.at("n1").keep(BlobNodes.file(nodes.at("n1"), seed, BYTES));

    nodes.use(blob, "full");
    Members.await("two", () -> nodes.holders("n1", blob).equals(List.of("n1", "n3")));
    Members.await("one copy less", () -> nodes.at("n1").underReplicated() == 1);
    assertThat(nodes.path("n2", blob)).doesNotExist();
    assertThat(nodes.at("n2").fetch(blob)).hasBinaryContent(content(seed, BYTES)); // to read it
    nodes.end("n2");
    nodes.keep(BlobNodes.settings(3, BlobNodes.BRISK), "n2");
    awaitAllHold(blob);
    nodes.free("full");
  }

  @Test
  void copyOfANodeThatStaysAwayIsMadeByAnotherAndGivenUpAgain() throws Exception {
    keep(BlobNodes.settings(2, BlobNodes.BRISK));
    int seed = SEEDS.incrementAndGet();
    var blob = nodes.at("n1").keep(BlobNodes.file(nodes.at("n1"), seed, BYTES));
    nodes.use(blob, "away");
    Members.await("two holders", () -> nodes.holders("n1", blob).size() == 2);
    var gone = nodes.holders("n1", blob).contains("n2") ? "n2" : "n3";
    var third = gone.equals("n2") ? "n3" : "n2";

    nodes.stop(gone);
    Members.await("another copy", () -> nodes.holders("n1", blob).contains(third));
    assertThat(nodes.path(third, blob)).hasBinaryContent(content(seed, BYTES));
    nodes.start(gone);
    nodes.awaitAll(ALL.length);
    nodes.keep(BlobNodes.settings(2, BlobNodes.BRISK), gone);

    Members.await("one to give up", () -> nodes.holders("n1", blob).size() == 2);
    nodes.free("away");
  }

  private static void awaitAllHold(BlobId blob) {
    for (var name : ALL) {
      Members.await("all to hold it", () -> nodes.holders(name, blob).equals(List.of(ALL)));
      Members.await("no repair left", () -> nodes.at(name).underReplicated() == 0);
    }
  }
}
