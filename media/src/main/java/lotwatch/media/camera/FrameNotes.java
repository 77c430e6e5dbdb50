package lotwatch.media.camera;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ffmpeg says of each frame that it puts out: how large it is, and whether it is damaged.
 *
 * <p>A frame is damaged from the first loss on until a key frame comes that no loss has touched:
 * all between are made from frames that have holes. ffmpeg tells of losses where they happen, and
 * its demuxer and its decoder run ahead of its filters; so its {@code -debug_ts} lines are counted,
 * which say after which packet and before which frame a loss was told.
 */
public final class FrameNotes {
  /** Notes of frames that nobody has fetched yet: far more than a pipe and ffmpeg's queues hold. */
  static final int WAITING_MAX = 4_096;

  /** The names of the filters that tell of each decoded frame, and of each one that is put out. */
  static final String DECODED = "showinfo@decoded";

  static final String PICKED = "showinfo@picked";

  /** A frame that is demuxed right after a loss may be the one with the hole, or the one before. */
  private static final int DISTRUSTED_PACKETS = 2;

  /** The loss of packets, or of parts of them, on their way to the decoder. */
  private static final Pattern LOST =
      Pattern.compile(
          "RTP: missed|max delay reached|dropping old packet|bad cseq|orrupt input packet"
              + "|Packet corrupt|partial file|Invalid NAL unit size|PES packet size mismatch");

  /** What decoders say of frames that are not whole. */
  private static final Pattern TORN =
      Pattern.compile(
          "corrupt decoded frame|concealing \\d+ DC|error while decoding MB|Decoding error"
              + "|Error submitting (a )?packet|Error while decoding stream|decode_slice_header error"
              + "|no frame!|eference picture missing|Missing reference|reference frames .* exceeds"
              + "|mmco: unref short failure|First slice in a frame missing|frame RPS"
              + "|Could not find ref|block unavailable|qscale diff failed|ac-tex damaged"
              + "|error y=|error dc|error count|overread|slice mismatch|corrupted macroblock");

  private static final Pattern PACKET =
      Pattern.compile("demuxer\\+ffmpeg -> .*type:video .*?pkt_pts:(-?\\d+|NOPTS)");
  private static final Pattern FRAME =
      Pattern.compile("decoder -> .*?pts:\\s*(-?\\d+|NOPTS).* keyframe:(\\d) frame_type:(\\d+)");
  private static final Pattern SHOWN =
      Pattern.compile(
          "^n:\\s*\\d+ pts:\\s*(-?\\d+|NOPTS) .* s:(\\d{1,5})x(\\d{1,5}) .*iskey:(\\d) type:(.)");

  private static final String INTRA = "1";
  private static final long NONE = Long.MIN_VALUE;

  /**
   * One frame.
   *
   * @param width in pixels
   * @param height in pixels
   * @param damaged whether it was made from what is not whole
   */
  record Note(int width, int height, boolean damaged) {}

  private final Object lock = new Object();

  /** Guarded by lock. */
  private final Deque<Note> waiting = new ArrayDeque<>();

  /** Guarded by lock. */
  private boolean isOver;

  /** A decoded frame: its time, and whether it is damaged. */
  private record Decoded(long pts, boolean damaged) {}

  /** Those that have not reached the filters yet. */
  private final Deque<Decoded> decoded = new ArrayDeque<>();

  /** In the order of decoding: nothing is whole before the first key frame. */
  private boolean damaged = true;

  private boolean torn;
  private boolean isRefreshing;
  private int distrusted;
  private long distrustedUntilPts = NONE;
  private long packets;
  private long frames;
  private boolean isCounted;
  private volatile boolean lacksKeyFrame;

  /** Whether decoder and filters give a frame the same time, so that it is known again by it. */
  private boolean hasSameTimes;

  /** The frame that came to the filters last, and the one before it, which may be put out late. */
  private boolean isNewestDamaged = true;

  private boolean isOlderDamaged = true;

  /** Whether a frame has come to the filters: before the first there is none. */
  private boolean hasShown;

  /**
   * Takes one line: who says it, as ffmpeg names it, and what; by one thread. A filter writes its
   * line in pieces, so that what another thread says can stand in the middle of it.
   */
  void line(String who, String text) {
    if (text.contains(" -> ")) {
      counted(text);
    }
    if (LOST.matcher(text).find()) {
      damaged = true;
      distrusted = DISTRUSTED_PACKETS;
    } else if (TORN.matcher(text).find()) {
      damaged = true;
      torn = true;
    }
    if (who.equals(PICKED)) {
      picked(text);
    } else if (who.equals(DECODED)) {
      atFilters(text);
    }
  }

  private void counted(String text) {
    var packet = PACKET.matcher(text);
    if (packet.find()) {
      packets++;
      lacksKeyFrame = packets > 1 && frames == 0;
      if (distrusted > 0) {
        distrusted--;
        distrustedUntilPts = Math.max(distrustedUntilPts, pts(packet.group(1)));
      }
      return;
    }
    var frame = FRAME.matcher(text);
    if (frame.find()) {
      isCounted = true;
      long pts = pts(frame.group(1));
      decode(frame.group(2).equals("1"), frame.group(3).equals(INTRA), pts);
      if (decoded.size() >= WAITING_MAX) {
        decoded.removeFirst();
      }
      decoded.addLast(new Decoded(pts, damaged));
    }
  }

  /** A key frame that is not intra begins a refresh, which is through when the next one begins. */
  private void decode(boolean isKey, boolean isIntra, long pts) {
    frames++;
    lacksKeyFrame = false;
    var isTrusted = !torn && distrusted == 0 && (pts == NONE || pts > distrustedUntilPts);
    if (isKey && isTrusted) {
      damaged = damaged && !isIntra && !isRefreshing;
      isRefreshing = true;
    } else if (!isTrusted) {
      isRefreshing = false;
    }
    torn = false;
  }

  private static long pts(String written) {
    return written.equals("NOPTS") ? NONE : Long.parseLong(written);
  }

  private void atFilters(String text) {
    var shown = SHOWN.matcher(text);
    if (shown.find()) {
      boolean before = isNewestDamaged;
      if (!isCounted) {
        // An ffmpeg that does not count its decoded frames: this is as near as we get.
        decode(shown.group(4).equals("1"), shown.group(5).equals("I"), NONE);
        isNewestDamaged = damaged;
      } else {
        isNewestDamaged = isDamaged(pts(shown.group(1)));
      }
      isOlderDamaged = hasShown ? before : isNewestDamaged;
      hasShown = true;
    }
  }

  /** Whether the frame of this time is; one of which the decoder's line is missing counts as so. */
  private boolean isDamaged(long pts) {
    hasSameTimes |= !decoded.isEmpty() && pts != NONE && decoded.getFirst().pts() == pts;
    if (hasSameTimes && decoded.stream().noneMatch(each -> each.pts() == pts)) {
      return true;
    }
    while (hasSameTimes && decoded.getFirst().pts() != pts) {
      decoded.removeFirst(); // it did not reach the filters
    }
    return decoded.isEmpty() || decoded.removeFirst().damaged();
  }

  private void picked(String text) {
    var shown = SHOWN.matcher(text);
    if (shown.find()) {
      var width = Integer.parseInt(shown.group(2));
      var height = Integer.parseInt(shown.group(3));
      synchronized (lock) {
        if (waiting.size() >= WAITING_MAX) {
          isOver = true;
          lock.notifyAll();
          return;
        }
        waiting.addLast(new Note(width, height, isNewestDamaged || isOlderDamaged));
        lock.notifyAll();
      }
    }
  }

  /** There will be no more lines. */
  void end() {
    synchronized (lock) {
      isOver = true;
      lock.notifyAll();
    }
  }

  /** Waits for the note of the next frame; null if there will be none. */
  @Nullable Note next() throws InterruptedException {
    synchronized (lock) {
      while (waiting.isEmpty() && !isOver) {
        lock.wait();
      }
      return waiting.pollFirst();
    }
  }

  /** Whether video came, but no frame could be decoded: the first key frame is missing. */
  boolean lacksKeyFrame() {
    return lacksKeyFrame;
  }
}
