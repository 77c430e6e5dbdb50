package lotwatch.recordings.play;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lotwatch.ledger.BlobId;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.media.Steps;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import lotwatch.wire.recordings.Playback;
import lotwatch.wire.recordings.PlaybackException;
import lotwatch.wire.recordings.PlaybackException.Why;
import org.jspecify.annotations.Nullable;

/**
 * What was made of videos for players lately, on this node's disk. Each is made once, however many
 * ask for it; the one that nobody asked for longest makes room for the next.
 */
public final class PlaybackCache implements Playback, AutoCloseable {
  /** How many of a kind are made at the same time; others wait. */
  static final int MAKES_MAX = 2;

  /** How long one who asks waits for it before being told to ask again. */
  static final Duration WAIT_MAX = Duration.ofSeconds(20);

  private static final System.Logger LOG = System.getLogger("lotwatch.recordings");

  private final RecordingSteps.Media media;
  private final Blobs blobs;
  private final long bytesMax;
  private final Map<Kind, Semaphore> makes = new EnumMap<>(Kind.class);
  private final ExecutorService making = Executors.newVirtualThreadPerTaskExecutor();

  /** Those that are there or are being made, the one that was asked for longest ago first. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** What is made of a video by one run. */
  private enum Kind {
    /** Fragments with the lists that name them, by copying. */
    FRAGMENTS,
    /** Thumbnails, by decoding. */
    THUMBNAILS;

    static Kind of(File file) {
      return switch (file) {
        case PLAYLIST, VIDEO_PLAYLIST, SOUND_PLAYLIST, VIDEO, SOUND, MANIFEST -> FRAGMENTS;
        case THUMBNAILS, SPRITE -> THUMBNAILS;
      };
    }

    /** About how many bytes it has. */
    long bytes(long videoBytes) {
      return switch (this) {
        case FRAGMENTS -> videoBytes;
        case THUMBNAILS -> Steps.SPRITE_BYTES_MAX;
      };
    }
  }

  private record Key(BlobId video, Kind kind) {}

  /**
   * What was made of one video.
   *
   * @param folder where its files are
   * @param bytes about how many its files have
   */
  private record Entry(Path folder, long bytes, Future<Set<File>> made) {}

  /**
   * @param media what they are made with, asked when there is something to make
   * @param blobs has the videos, and the disk
   */
  public PlaybackCache(RecordingSteps.Media media, Blobs blobs, PlaybackSettings settings) {
    this.media = media;
    this.blobs = blobs;
    this.bytesMax = settings.bytesMax();
    for (var kind : Kind.values()) {
      makes.put(kind, new Semaphore(MAKES_MAX));
    }
  }

  @Override
  public Path of(BlobId video, File file) throws PlaybackException, InterruptedException {
    var key = new Key(video, Kind.of(file));
    var entry = entry(key);
    try {
      var made = entry.made.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (!made.contains(file)) {
        throw new PlaybackException(Why.ABSENT, "the video has no " + file.fileName());
      }
      return entry.folder.resolve(file.fileName());
    } catch (TimeoutException _) {
      throw new PlaybackException(Why.BUSY, "the video is being made ready; try again in a moment");
    } catch (ExecutionException e) {
      drop(key, entry);
      throw why(e.getCause());
    }
  }

  private static PlaybackException why(@Nullable Throwable cause) {
    return switch (cause) {
      case PlaybackException known ->
          new PlaybackException(known.why(), String.valueOf(known.getMessage()));
      case MediaException e when !e.worthRetrying() ->
          new PlaybackException(Why.UNFIT, String.valueOf(e.getMessage()));
      case BlobsFullException e -> new PlaybackException(Why.FULL, String.valueOf(e.getMessage()));
      case IOException _ ->
          new PlaybackException(
              Why.UNAVAILABLE, "no node that is there has the video now; try again");
      case null, default ->
          new PlaybackException(Why.UNAVAILABLE, "this node cannot make it ready now: " + cause);
    };
  }

  private Entry entry(Key key) throws PlaybackException {
    var known = known(key);
    if (known != null) {
      return known;
    }
    try {
      var source = blobs.fetch(key.video); // from another node, if need be
      return begun(key, source, key.kind.bytes(Files.size(source)));
    } catch (IOException e) {
      throw why(e);
    }
  }

  private synchronized @Nullable Entry known(Key key) {
    return entries.get(key);
  }

  private synchronized Entry begun(Key key, Path source, long bytes)
      throws PlaybackException, IOException {
    var known = entries.get(key);
    if (known != null) {
      return known;
    }
    if (bytes > bytesMax) {
      throw new PlaybackException(
          Why.FULL,
          "the video has %d MB and recordings.hls-max is %d MB: fetch it as a file"
              .formatted(bytes >> 20, bytesMax >> 20));
    }
    makeSpace(bytes);
    var space = blobs.reserve(bytes);
    try {
      var folder = blobs.folder("hls");
      var own = Files.createLink(folder.resolve("source"), source);
      var made = making.submit(() -> make(key.kind, own, folder, space));
      var entry = new Entry(folder, bytes, made);
      entries.put(key, entry);
      return entry;
    } catch (IOException | RuntimeException e) {
      space.close();
      throw e;
    }
  }

  /** Removes those that were not asked for longest; who reads one has it open. */
  private void makeSpace(long bytes) throws PlaybackException {
    long taken = entries.values().stream().mapToLong(Entry::bytes).sum();
    var oldest = entries.entrySet().iterator();
    while (taken + bytes > bytesMax && oldest.hasNext()) {
      var entry = oldest.next().getValue();
      if (entry.made.isDone()) {
        oldest.remove();
        remove(entry.folder);
        taken -= entry.bytes;
      }
    }
    if (taken + bytes > bytesMax) {
      throw new PlaybackException(
          Why.BUSY, "other videos are being made ready; try again in a moment");
    }
  }

  private Set<File> make(Kind kind, Path source, Path folder, Space reserved)
      throws MediaException, PlaybackException, IOException, InterruptedException {
    var turn = Objects.requireNonNull(makes.get(kind));
    try (reserved) {
      turn.acquire();
      try {
        var made = makeNow(kind, source, folder);
        Files.delete(source);
        return made;
      } finally {
        turn.release();
      }
    }
  }

  private Set<File> makeNow(Kind kind, Path source, Path folder)
      throws MediaException, PlaybackException, InterruptedException {
    return switch (kind) {
      case FRAGMENTS -> listed(folder, media.steps().fragments(source, folder));
      case THUMBNAILS -> {
        var sprite = folder.resolve(File.SPRITE.fileName());
        media.steps().thumbnails(source, sprite, folder.resolve(File.THUMBNAILS.fileName()));
        yield Set.of(File.SPRITE, File.THUMBNAILS);
      }
    };
  }

  private static Set<File> listed(Path folder, boolean hasSound) throws PlaybackException {
    try {
      return PlayLists.write(folder, hasSound);
    } catch (FileSystemException e) {
      throw new PlaybackException(
          Why.UNAVAILABLE, "what was copied cannot be listed: " + e.getMessage());
    } catch (IOException e) { // it holds what players do not know
      throw new PlaybackException(Why.UNFIT, "players cannot have it: " + e.getMessage());
    }
  }

  /** One that came to nothing is tried anew by the next who asks. */
  private synchronized void drop(Key key, Entry entry) {
    if (entries.remove(key, entry)) {
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

  /** About how many bytes are in it now. */
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
