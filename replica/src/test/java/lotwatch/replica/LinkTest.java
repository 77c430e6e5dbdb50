package lotwatch.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View.CameraView;
import lotwatch.replica.link.CameraLink;
import lotwatch.wire.CameraFeed.Jpeg;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Reason;
import lotwatch.wire.Frames.Rejected;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.HeldCameras;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with a camera each, and the link between them. */
final class LinkTest {
  private static final CameraId CAMERA = new CameraId("cam1");

  @TempDir Path temp = Path.of("set by JUnit");

  private Members members;
  private final Map<String, Held> held = new TreeMap<>();
  private final Map<String, CameraLink> links = new TreeMap<>();
  private String holder = "";
  private String other = "";

  /** What a node's cameras took; they answer what they are told to. */
  private static final class Held implements HeldCameras {
    private final Map<CameraId, byte[]> taken = new ConcurrentHashMap<>();
    private volatile Frames.Answer answer = new Taken(true);

    @Override
    public Optional<Jpeg> newest(CameraId camera) {
      return Optional.ofNullable(taken.get(camera))
          .map(image -> new Jpeg(3, Instant.now().minusSeconds(1), image));
    }

    @Override
    public Frames.Answer take(CameraId camera, byte[] image) {
      taken.put(camera, image);
      return answer;
    }
  }

  @BeforeEach
  void start() throws Exception {
    members = new Members(temp, 2, 1_000);
    members.start("n1", "n2");
    members.leader();
    for (var name : List.of("n1", "n2")) {
      var replica = members.get(name);
      held.put(name, new Held());
      links.put(name, replica.cameras(requireNonNull(held.get(name))));
      var address = replica.address();
      replica.submit(new NodeHeartbeat(new NodeId(name), "http://h/", address, 0), null);
    }
    for (var command : Commands.opening()) {
      members.get("n1").submit(command, null);
    }
    Members.await("a holder", () -> view("n1") != null && view("n2") != null);
    holder = requireNonNull(requireNonNull(view("n1")).holder()).value();
    other = holder.equals("n1") ? "n2" : "n1";
  }

  private @Nullable CameraView view(String name) {
    var camera = members.get(name).view().camera(CAMERA);
    return camera == null || camera.holder() == null ? null : camera;
  }

  @AfterEach
  void stop() throws Exception {
    members.close();
  }

  private static byte[] file(int bytes) {
    var file = new byte[bytes];
    new Random(7).nextBytes(file);
    return file;
  }

  private Frames.Answer give(String node, byte[] image) {
    return requireNonNull(links.get(node)).give(CAMERA, image);
  }

  private Held at(String node) {
    return requireNonNull(held.get(node));
  }

  @Test
  void largestFrameGoesToItsHolderAndBack() {
    var image = file(Frames.BYTES_MAX);

    assertThat(give(other, image)).isEqualTo(new Taken(false));

    assertThat(at(holder).taken.get(CAMERA)).isEqualTo(image);
    assertThat(at(other).taken).isEmpty();
    var newest = requireNonNull(links.get(other)).newest(requireNonNull(view(other)));
    assertThat(newest.map(Jpeg::bytes)).hasValue(image);
    assertThat(newest.map(Jpeg::number)).hasValue(3L);
    assertThat(newest.orElseThrow().takenAt()).isBefore(Instant.now());
  }

  @Test
  void holderTakesItsOwnFramesWithoutTheLink() {
    assertThat(give(holder, file(1))).isEqualTo(new Taken(true));
    assertThat(at(other).taken).isEmpty();
  }

  @Test
  void answersOfTheHolderComeBackAsTheyAre() {
    comesBack(new Rejected(Reason.DAMAGED, "cut off"));
    comesBack(new Away("only being opened"));
  }

  /** On a busy machine the holder may not answer within its time: then the frame is sent again. */
  private void comesBack(Frames.Answer answer) {
    at(holder).answer = answer;
    Frames.Answer came = give(other, file(9));
    for (int again = 0; again < 20 && !came.equals(answer); again++) {
      came = give(other, file(9));
    }
    assertThat(came).isEqualTo(answer);
  }

  @Test
  void frameThatIsTooLargeIsNotCarried() {
    assertThat(give(other, file(Frames.BYTES_MAX + 1))).isInstanceOf(Away.class);
    assertThat(at(holder).taken).isEmpty();
  }

  @Test
  void cameraWithoutAFrameHasNoNewest() {
    assertThat(requireNonNull(links.get(other)).newest(requireNonNull(view(other)))).isEmpty();
  }

  @Test
  void holderThatIsGoneIsNamed() throws Exception {
    members.stop(holder);

    assertThat(give(other, file(9)))
        .isEqualTo(new Away("%s, which holds camera cam1, does not answer".formatted(holder)));
  }

  @Test
  void questionsAreNamedAsVersion1NamedThem() {
    assertThat(PeerQuestion.SUBMIT.method().getFullMethodName())
        .isEqualTo("lotwatch.wire.proto.Submit/_call");
    assertThat(PeerQuestion.GREET.method().getFullMethodName())
        .isEqualTo("lotwatch.wire.proto.Greet/_call");
    assertThat(PeerQuestion.CHANGE.method().getFullMethodName())
        .isEqualTo("lotwatch.wire.proto.Change/_call");
    assertThat(PeerQuestion.LIST_MEMBERS.method().getFullMethodName())
        .isEqualTo("lotwatch.wire.proto.ListMembers/_call");
  }
}
