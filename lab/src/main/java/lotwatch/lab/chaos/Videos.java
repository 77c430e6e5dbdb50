package lotwatch.lab.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.lab.cluster.NodeProcess;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Steps;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Clients that upload small videos to any member, and one file in {@value #GARBAGE_EVERY} that is
 * none, and what must have become of each that was acknowledged.
 */
final class Videos {
  /** Clients. */
  static final int COUNT = 2;

  /** One in so many uploads is no video. */
  static final int GARBAGE_EVERY = 5;

  /** Lengths of the videos; each second is a piece. */
  private static final int[] SECONDS = {1, 2, 4};

  private static final int RATE = 25;

  /** Between two uploads of one client: two cores are to encode them. */
  private static final Duration REST = Duration.ofSeconds(4);

  private static final Duration TRY_EVERY = Duration.ofMillis(200);

  /** What is left to do when the faults are over, and the leases and rests of workers. */
  private static final Duration SETTLE_WAIT_MAX = Duration.ofMinutes(10);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Set<String> ENDS = Set.of("completed", "failed");

  /** A member could not do it so often: the video is not at fault. */
  private static final Pattern BY_A_MEMBER = Pattern.compile("\\bn[1-9]\\b");

  private final List<NodeProcess> members;
  private final Path folder;
  private final Sandbox sandbox;
  private final List<Source> sources = new ArrayList<>();
  private final Source none;
  private final ConcurrentLinkedQueue<Upload> uploads = new ConcurrentLinkedQueue<>();
  private final List<Thread> working = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * A file that is uploaded.
   *
   * @param frames 0 if it is no video
   */
  private record Source(Path file, int frames) {}

  /** An upload that was acknowledged. */
  private record Upload(String id, Source source) {}

  private Videos(List<NodeProcess> members, Path folder) throws IOException, InterruptedException {
    this.members = members;
    this.folder = Files.createDirectories(folder);
    sandbox = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    var list = Files.writeString(folder.resolve("list.mp4"), "ffconcat version 1.0\nfile x.mp4\n");
    none = new Source(list, 0);
  }

  /**
   * Lets them work; what they upload follows from the seed.
   *
   * @param folder for the videos that they upload and fetch
   */
  static Videos start(List<NodeProcess> members, long seed, Path folder)
      throws IOException, InterruptedException {
    var videos = new Videos(members, folder);
    for (int seconds : SECONDS) {
      videos.sources.add(videos.made(seconds));
    }
    for (int i = 0; i < COUNT; i++) {
      int client = i;
      videos.working.add(Thread.ofVirtual().start(() -> videos.run(client, seed)));
    }
    return videos;
  }

  private Source made(int seconds) throws IOException, InterruptedException {
    var file = folder.resolve(seconds + ".mp4");
    var words =
        List.of(
            "-nostdin",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=160x120:r=%d:d=%d".formatted(RATE, seconds),
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-g",
            "" + RATE,
            "-pix_fmt",
            "yuv420p",
            file.toString());
    var process =
        Ffmpeg.find(null, Ffmpeg.defaultCache()).command(words).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("no video: " + said);
    }
    return new Source(file, seconds * RATE);
  }

  /** One client's life. */
  private void run(int client, long seed) {
    var random = new SplittableRandom(seed * 1_000 + client);
    for (int i = 0; !stopping; i++) {
      var source =
          random.nextInt(GARBAGE_EVERY) == 0 ? none : sources.get(random.nextInt(sources.size()));
      var id = uploaded("v%d-%d".formatted(client, i), source, random);
      if (id != null) {
        uploads.add(new Upload(id, source));
      }
      LockSupport.parkNanos(REST.toNanos());
    }
  }

  /** Each try has a name of its own: one that was not answered may come to an end later. */
  private @Nullable String uploaded(String label, Source source, SplittableRandom random) {
    for (int attempt = 0; !stopping; attempt++) {
      try {
        return members
            .get(random.nextInt(members.size()))
            .upload("%s-%d.mp4".formatted(label, attempt), Files.readAllBytes(source.file));
      } catch (IOException _) {
        LockSupport.parkNanos(TRY_EVERY.toNanos());
      }
    }
    return null;
  }

  /** Uploads that were acknowledged. */
  int count() {
    return uploads.size();
  }

  /** Waits until each has the answer to its last upload. */
  void stop() throws InterruptedException {
    stopping = true;
    for (var each : working) {
      each.join();
    }
  }

  /** All that is wrong, a sentence each, once nothing is left to do, or that takes too long. */
  List<String> problems() throws InterruptedException {
    var wrong = new ArrayList<String>();
    long deadline = System.nanoTime() + SETTLE_WAIT_MAX.toNanos();
    int number = 0;
    for (var upload : List.copyOf(uploads)) {
      var last = ended(upload.id, deadline);
      var problem =
          last == null ? "is not ended, or nobody knows it" : problem(upload, last, number++);
      if (!problem.isEmpty()) {
        wrong.add(
            "recording %s of %d frames %s".formatted(upload.id, upload.source.frames, problem));
      }
    }
    others(deadline, wrong);
    for (var member : members) {
      var left = left(member, deadline);
      if (!left.isEmpty()) {
        wrong.add("%s has temporary files left: %s".formatted(member.id(), left));
      }
      if (!isReplicated(member, deadline)) {
        wrong.add(member.id() + " knows of blobs with fewer copies than wanted");
      }
    }
    return wrong;
  }

  private @Nullable JsonNode ended(String id, long deadline) throws InterruptedException {
    do {
      for (var member : members) {
        try {
          var now = member.json("/api/recordings/" + id);
          if (ENDS.contains(now.path("status").asString(""))) {
            return now;
          }
        } catch (IOException _) {
          // another one is asked, or the same one again
        }
      }
      pause();
    } while (System.nanoTime() < deadline);
    return null;
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(LOOK_EVERY);
  }

  /** What is wrong with an upload that has ended; empty if nothing is. */
  private String problem(Upload upload, JsonNode last, int number) throws InterruptedException {
    var reason = last.path("reason").asString("");
    boolean isDone = last.path("status").asString("").equals("completed");
    if (upload.source.frames == 0) {
      return !isDone && reason.contains("list") ? "" : "is no video, and ended as " + last;
    }
    if (!isDone) {
      return BY_A_MEMBER.matcher(reason).find() ? "" : "failed for no reason of its own: " + reason;
    }
    var member = members.get(number % members.size());
    try {
      var file = folder.resolve(upload.id + ".mp4");
      member.fetch("/api/recordings/%s/video".formatted(upload.id), file);
      int frames = new Steps(sandbox).probe(file, folder).frames().count();
      return frames == upload.source.frames ? "" : "was made with %d frames".formatted(frames);
    } catch (IOException | MediaException e) {
      return "cannot be fetched from %s: %s".formatted(member.id(), e.getMessage());
    }
  }

  /** Those of uploads that nobody was answered. */
  private void others(long deadline, List<String> wrong) throws InterruptedException {
    var open = new HashSet<String>();
    do {
      open.clear();
      try {
        for (var each : members.getFirst().json("/api/recordings?limit=1000").path("items")) {
          if (!ENDS.contains(each.path("status").asString(""))) {
            open.add(each.path("id").asString(""));
          }
        }
      } catch (IOException e) {
        open.add(e.getMessage());
      }
      if (open.isEmpty()) {
        return;
      }
      pause();
    } while (System.nanoTime() < deadline);
    wrong.add("recordings are not ended: " + open);
  }

  private static List<String> left(NodeProcess member, long deadline) throws InterruptedException {
    var left = new ArrayList<String>();
    do {
      left.clear();
      try (var files = Files.list(member.folder().resolve("blobs").resolve("tmp"))) {
        files.forEach(file -> left.add(file.toString()));
      } catch (IOException e) {
        left.add(e.toString());
      }
      if (left.isEmpty()) {
        return left;
      }
      pause();
    } while (System.nanoTime() < deadline);
    return left;
  }

  private static boolean isReplicated(NodeProcess member, long deadline)
      throws InterruptedException {
    do {
      try {
        if (member.metric("lotwatch_blobs_under_replicated") == 0) {
          return true;
        }
      } catch (IOException _) {
        // it is asked again
      }
      pause();
    } while (System.nanoTime() < deadline);
    return false;
  }
}
