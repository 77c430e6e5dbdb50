package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What ffmpeg writes: its threads share one log, and a filter writes its line in pieces. */
final class FrameNotesTest {
  private static final String TORN = "concealing 12 DC, 12 AC, 12 MV errors in P frame";

  private final FrameNotes notes = new FrameNotes();

  private static String decoded(int pts, boolean key) {
    return "decoder -> pts:%d pts_time:%d pkt_dts:NOPTS duration:1 keyframe:%d frame_type:%d"
        .formatted(pts, pts, key ? 1 : 0, key ? 1 : 2);
  }

  private static String shown(int n, int pts, boolean key) {
    return "n:%4d pts:%7d pts_time:%d fmt:yuv420p sar:0/1 s:240x136 i:P iskey:%d type:%s "
        .formatted(n, pts, pts, key ? 1 : 0, key ? "I" : "P");
  }

  private void filters(int pts, boolean key, String behind) {
    notes.line(FrameNotes.DECODED, shown(pts, pts, key) + behind);
    notes.line(FrameNotes.PICKED, shown(pts, pts, key));
  }

  private List<Boolean> damaged(int frames) throws InterruptedException {
    var damaged = new ArrayList<Boolean>();
    for (int i = 0; i < frames; i++) {
      damaged.add(Objects.requireNonNull(notes.next()).damaged());
    }
    return damaged;
  }

  /** A key frame, one that is torn, one made from it, the next key frame and one after it. */
  @Test
  void frameKeepsWhatWasSaidOfItWhereLinesAreMixed() throws Exception {
    notes.line("h264", decoded(0, true));
    filters(0, true, "");
    notes.line("h264", TORN);
    notes.line("h264", decoded(1, false));
    filters(1, false, decoded(2, false)); // of the decoder's thread, in the middle of the filter's
    notes.line("h264", decoded(3, true));
    notes.line("h264", decoded(4, false));
    filters(2, false, "");
    filters(3, true, "");
    filters(4, false, "");

    // The first is put out with what was before it: nothing is whole before a key frame.
    assertThat(damaged(5)).containsExactly(false, true, true, true, false);
  }

  @Test
  void lossThatIsToldInTheMiddleOfAnotherLineCounts() throws Exception {
    notes.line("h264", decoded(0, true));
    notes.line(FrameNotes.DECODED, shown(0, 0, true) + TORN);
    notes.line("h264", decoded(1, false));
    filters(1, false, "");

    assertThat(damaged(1)).containsExactly(true);
  }

  @Test
  void frameOfWhichTheDecodersLineIsLostCountsAsDamagedAndNoOtherIsTakenForIt() throws Exception {
    notes.line("h264", decoded(0, true));
    filters(0, true, "");
    notes.line("h264", decoded(1, false));
    filters(1, false, "");
    notes.line("h264", decoded(3, false)); // that of 2 is cut off
    filters(2, false, "");
    filters(3, false, "");
    notes.line("h264", decoded(4, false));
    filters(4, false, "");

    assertThat(damaged(5)).containsExactly(false, false, true, true, false);
  }

  @Test
  void frameThatDoesNotReachTheFiltersIsSkipped() throws Exception {
    notes.line("h264", decoded(0, true));
    notes.line("h264", TORN);
    notes.line("h264", decoded(1, false));
    notes.line("h264", decoded(2, true));
    notes.line("h264", decoded(3, false));
    filters(0, true, "");
    filters(2, true, "");
    filters(3, false, "");

    assertThat(damaged(3)).containsExactly(false, false, false);
  }
}
