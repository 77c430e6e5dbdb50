package lotwatch.recordings.play;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lotwatch.ledger.BlobId;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import lotwatch.wire.recordings.Hls;
import lotwatch.wire.recordings.HlsException;
import lotwatch.wire.recordings.HlsException.Why;
import org.jspecify.annotations.Nullable;

/**
 * The videos that were played as HLS lately, on this node's disk. Each is made once, by copying,
 * however many ask for it; the one that nobody asked for longest makes room for the next.
 */
public final class HlsCache implements Hls, AutoCloseable {
  /** Videos that are made at the same time; others wait. */
  static final int MAKES_MAX = 2;

  /** How long one who asks waits for it before being told to ask again. */
  static final Duration WAIT_MAX = Duration.ofSeconds(20);

  private static final System.Logger LOG = System.getLogger("lotwatch.recordings");

  private final RecordingSteps.Media media;
  private final Blobs blobs;
  private final long bytesMax;
  private final Semaphore makes = new Semaphore(MAKES_MAX);
  private final ExecutorService making = Executors.newVirtualThreadPerTaskExecutor();

  /** Those that are there or are being made, the one that was asked for longest ago first. */
  private final Map<BlobId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * One video.
   *
   * @param folder where its files are
   * @param bytes of the video it is made of, which is about what its files have
   */
  private record Entry(Path folder, long bytes, Future<Hls.Made> files) {}

  /**
   * @param media what they are made with, asked when there is something to make
   * @param blobs has the videos, and the disk
   */
  public HlsCache(RecordingSteps.Media media, Blobs blobs, HlsSettings settings) {
    this.media = media;
    this.blobs = blobs;
    this.bytesMax = settings.bytesMax();
  }

  @Override
  public Hls.Made of(BlobId video) throws HlsException, InterruptedException {
    var entry = entry(video);
    try {
      return entry.files.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new HlsException(Why.BUSY, "the video is being made ready; try again in a moment");
    } catch (ExecutionException e) {
      drop(video, entry);
      throw why(e.getCause());
    }
  }

  private static HlsException why(@Nullable Throwable cause) {
    return switch (cause) {
      case HlsException known -> new HlsException(known.why(), String.valueOf(known.getMessage()));
      case MediaException e when !e.worthRetrying() ->
          new HlsException(Why.UNFIT, String.valueOf(e.getMessage()));
      case BlobsFullException e -> new HlsException(Why.FULL, String.valueOf(e.getMessage()));
      case IOException _ ->
          new HlsException(Why.UNAVAILABLE, "no node that is there has the video now; try again");
      case null, default ->
          new HlsException(Why.UNAVAILABLE, "this node cannot make it ready now: " + cause);
    };
  }

  private Entry entry(BlobId video) throws HlsException {
    var known = known(video);
    if (known != null) {
      return known;
    }
    try {
      var source = blobs.fetch(video); // from another node, if need be
      return begun(video, source, Files.size(source));
    } catch (IOException e) {
      throw why(e);
    }
  }

  private synchronized @Nullable Entry known(BlobId video) {
    return entries.get(video);
  }

  private synchronized Entry begun(BlobId video, Path source, long bytes)
      throws HlsException, IOException {
    var known = entries.get(video);
    if (known != null) {
      return known;
    }
    if (bytes > bytesMax) {
      throw new HlsException(
          Why.FULL,
          "the video has %d MB and recordings.hls-max is %d MB: fetch it as a file"
              .formatted(bytes >> 20, bytesMax >> 20));
    }
    makeSpace(bytes);
    var space = blobs.reserve(bytes);
    try {
      var folder = blobs.folder("hls");
      var own = Files.createLink(folder.resolve("source"), source);
      var entry = new Entry(folder, bytes, making.submit(() -> make(own, folder, space)));
      entries.put(video, entry);
      return entry;
    } catch (IOException | RuntimeException e) {
      space.close();
      throw e;
    }
  }

  /** Removes those that were not asked for longest; who reads one has it open. */
  private void makeSpace(long bytes) throws HlsException {
    long taken = entries.values().stream().mapToLong(Entry::bytes).sum();
    var oldest = entries.entrySet().iterator();
    while (taken + bytes > bytesMax && oldest.hasNext()) {
      var entry = oldest.next().getValue();
      if (entry.files.isDone()) {
        oldest.remove();
        remove(entry.folder);
        taken -= entry.bytes;
      }
    }
    if (taken + bytes > bytesMax) {
      throw new HlsException(Why.BUSY, "other videos are being made ready; try again in a moment");
    }
  }

  private Hls.Made make(Path source, Path folder, Space reserved)
      throws MediaException, IOException, InterruptedException {
    try (reserved) {
      makes.acquire();
      return makeNow(source, folder);
    }
  }

  private Hls.Made makeNow(Path source, Path folder)
      throws MediaException, IOException, InterruptedException {
    try {
      var playlist = folder.resolve(Hls.PLAYLIST);
      media.steps().hls(source, playlist, Hls.VIDEO);
      Files.delete(source);
      return new Hls.Made(playlist, folder.resolve(Hls.VIDEO));
    } finally {
      makes.release();
    }
  }

  /** One that came to nothing is tried anew by the next who asks. */
  private synchronized void drop(BlobId video, Entry entry) {
    if (entries.remove(video, entry)) {
      remove(entry.folder);
    }
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.log(WARNING, "what was made for players stays in {0}: {1}", folder, e.toString());
    }
  }

  /** How many bytes of videos are in it now, as they were before. */
  public synchronized long bytes() {
    return entries.values().stream().mapToLong(Entry::bytes).sum();
  }

  /** Removes all; what is being made ends. */
  @Override
  public void close() {
    making.shutdownNow();
    making.close();
    synchronized (this) {
      entries.values().forEach(entry -> remove(entry.folder));
      entries.clear();
    }
  }
}
