package lotwatch.recordings.media;

import static lotwatch.recordings.media.MediaException.Kind.WRONG_RESULT;

import java.util.ArrayList;
import java.util.List;

/** Compares a result with its source: the same frames at the same times, and its sound with it. */
final class Verify {
  /** A result's sound starts so near to where the source's does, by the video. */
  static final long SOUND_START_MICROS_MAX = 5_000;

  /** Its sound ends so near: encoders pad the last packet. */
  static final long SOUND_END_MICROS_MAX = 150_000;

  private Verify() {}

  /**
   * @param result as it was probed
   * @throws MediaException if it is not what it should be
   */
  static void check(Probed source, Recipe recipe, List<Window> windows, Probed result)
      throws MediaException {
    times(source, recipe, windows, result);
    var video = result.video();
    if (video.width() != recipe.width() || video.height() != recipe.height()) {
      throw wrong(
          "is %d x %d, not %d x %d"
              .formatted(video.width(), video.height(), recipe.width(), recipe.height()));
    }
    if (!video.turn().equals(source.video().turn())) {
      throw wrong("is turned by %s, not %s".formatted(video.turn(), source.video().turn()));
    }
    tracks(source, recipe, result);
  }

  private static void times(Probed source, Recipe recipe, List<Window> windows, Probed result)
      throws MediaException {
    var wanted = wanted(source, recipe, windows);
    var frames = result.frames();
    if (frames.count() != wanted.length) {
      throw wrong("holds %d frames, not %d".formatted(frames.count(), wanted.length));
    }
    var clock = result.video().timeBase();
    var tolerance = tolerance(recipe, clock);
    for (int i = 0; i < wanted.length; i++) {
      var at = clock.micros(frames.tick(i));
      if (Math.abs(at - wanted[i]) > tolerance) {
        throw wrong(
            "shows frame %d at %s s, not at %s s"
                .formatted(i, Spoken.seconds(at), Spoken.seconds(wanted[i])));
      }
    }
  }

  /** Rounding to a microsecond twice, and to the container's clock where that is another one. */
  private static long tolerance(Recipe recipe, Ratio clock) {
    return clock.equals(recipe.clock()) ? 2 : 2 + clock.micros(1) / 2 + 1;
  }

  /** When each frame is to be shown, in microseconds. */
  private static long[] wanted(Probed source, Recipe recipe, List<Window> windows) {
    var clock = source.video().timeBase();
    var frames = source.frames();
    var start = clock.micros(frames.firstTick()) - source.startMicros();
    if (recipe.wanted().rate().isEmpty()) {
      var times = frames.ticks();
      for (int i = 0; i < times.length; i++) {
        times[i] = start + clock.micros(times[i] - frames.firstTick());
      }
      return times;
    }
    var count = windows.stream().mapToInt(recipe::frames).sum();
    var times = new long[count];
    for (int i = 0; i < count; i++) {
      times[i] = start + recipe.clock().micros(i);
    }
    return times;
  }

  private static void tracks(Probed source, Recipe recipe, Probed result) throws MediaException {
    var container = recipe.wanted().container();
    var expected = new ArrayList<Track>();
    for (var track : source.tracks()) {
      if (container.holds(track, source.container())) {
        expected.add(track);
      }
    }
    var sounds = expected.stream().filter(track -> track.kind() == Track.Kind.AUDIO).toList();
    var held = result.tracks().stream().filter(track -> track.kind() == Track.Kind.AUDIO).toList();
    if (result.tracks().size() != expected.size() || held.size() != sounds.size()) {
      throw wrong(
          "holds %d tracks of sound and subtitles, not %d"
              .formatted(result.tracks().size(), expected.size()));
    }
    for (int i = 0; i < sounds.size(); i++) {
      var isCopied = container.copies(sounds.get(i), source.container());
      sound(source, sounds.get(i).span(), held.get(i).span(), isCopied);
    }
  }

  private static void sound(Probed source, Track.Span wanted, Track.Span held, boolean isCopied)
      throws MediaException {
    if (wanted.equals(Track.Span.NONE)) {
      return;
    }
    var start = held.fromMicros() - (wanted.fromMicros() - source.startMicros());
    var end = held.toMicros() - (wanted.toMicros() - source.startMicros());
    // an encoder begins with a packet of silence, a decoder may say nothing of the first one
    var silence = isCopied ? 0 : held.packetMicros() + wanted.packetMicros();
    if (Math.abs(start) > SOUND_START_MICROS_MAX + silence) {
      throw wrong("has its sound %s s off".formatted(Spoken.seconds(start)));
    }
    if (Math.abs(end) > SOUND_END_MICROS_MAX + silence) {
      throw wrong("has sound that ends %s s off".formatted(Spoken.seconds(end)));
    }
  }

  private static MediaException wrong(String what) {
    return new MediaException(WRONG_RESULT, "the result " + what);
  }
}
