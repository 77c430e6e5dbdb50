package lotwatch.recordings.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Order;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Steps;
import lotwatch.recordings.media.TestVideo;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.recordings.Wanted;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a recording over blobs: how long they are known, and what space there is. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RecordingStepsTest {
  private static final int SECONDS = 50;
  private static final WorkSettings SETTINGS =
      new WorkSettings(1, 1, Duration.ofSeconds(2), Duration.ZERO);

  @TempDir static Path videos = Path.of("set by JUnit");
  private static @Nullable Sandbox sandbox;

  @TempDir Path folder = Path.of("set by JUnit");

  @BeforeAll
  static void make() throws Exception {
    var found = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    new TestVideo(SECONDS, 160, 120, new Ratio(25, 1)).make(found, videos.resolve("gate.mp4"));
    sandbox = found;
  }

  private RecordingSteps steps(ForgettingBlobs blobs) {
    return new RecordingSteps(
        () -> new Steps(Objects.requireNonNull(sandbox)),
        blobs,
        SETTINGS,
        () -> false,
        blobs::nanos);
  }

  private BlobId source(ForgettingBlobs blobs) throws Exception {
    return blobs.keep(
        Files.copy(videos.resolve("gate.mp4"), blobs.folder("source").resolve("source")));
  }

  private static LeasedTask task(String step, Order order) {
    return new LeasedTask(new TaskId("r1", step, 0), "t1", order);
  }

  private static TaskResult run(RecordingSteps steps, LeasedTask task) throws Exception {
    return Objects.requireNonNull(steps.all().get(task.id().step())).run(task, _ -> {});
  }

  private static LeasedTask split(BlobId source) {
    return task(lotwatch.ledger.Steps.SPLIT, new Order(Wanted.USUAL.text(), List.of(source)));
  }

  @Test
  void splitThatTakesLongerThanAnHourLosesNoPiece() throws Exception {
    var blobs = new ForgettingBlobs(folder, BlobCommand.UNUSED_MAX.dividedBy(3));
    var source = source(blobs);
    long begun = blobs.nanos();

    var result = run(steps(blobs), split(source));

    assertThat(Duration.ofNanos(blobs.nanos() - begun)).isGreaterThan(BlobCommand.UNUSED_MAX);
    assertThat(result.next()).hasSizeGreaterThan(3);
    assertThat(
            Stream.concat(
                result.outputs().stream(),
                result.next().stream().flatMap(order -> order.inputs().stream())))
        .allMatch(blobs::knows);
    assertThat(Facts.of(result.text()).unlent()).isEqualTo("no guest was known when it was cut");
  }

  @Test
  void eachStepBeginsOnlyIfThereIsSpaceAndGivesBackWhatItHad() throws Exception {
    var blobs = new ForgettingBlobs(folder, Duration.ZERO);
    var steps = steps(blobs);
    var source = source(blobs);
    long size = Files.size(blobs.fetch(source));

    assertBegins(blobs, steps, split(source), size);
    var cut = run(steps, split(source));
    assertThat(blobs.reserved()).isZero();
    var inputs = new ArrayList<>(List.of(source));
    for (var order : cut.next()) {
      var task = task(lotwatch.ledger.Steps.ENCODE, order);
      if (inputs.size() == 1) {
        assertBegins(blobs, steps, task, Files.size(blobs.fetch(order.inputs().getLast())));
      }
      inputs.add(run(steps, task).outputs().getFirst());
    }
    long pieces = 0;
    for (var piece : inputs.subList(1, inputs.size())) {
      pieces += Files.size(blobs.fetch(piece));
    }
    var join = task(lotwatch.ledger.Steps.JOIN, new Order(cut.text(), inputs));
    assertBegins(blobs, steps, join, pieces);

    assertThat(run(steps, join).outputs()).hasSize(1);

    assertThat(blobs.reserved()).isZero();
    try (var left = Files.list(folder)) {
      assertThat(left.filter(Files::isDirectory).map(each -> each.getFileName().toString()))
          .allMatch(name -> name.startsWith("source"));
    }
  }

  /** With one byte less than it needs it does not begin, and leaves nothing. */
  private void assertBegins(
      ForgettingBlobs blobs, RecordingSteps steps, LeasedTask task, long bytes) {
    blobs.leave(bytes - 1);
    assertThatThrownBy(() -> run(steps, task))
        .isInstanceOf(BlobsFullException.class)
        .hasMessageContaining(bytes + " bytes do not fit");
    assertThat(blobs.reserved()).isZero();
    blobs.leave(Long.MAX_VALUE / 2);
  }
}
