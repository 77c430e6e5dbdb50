package lotwatch.recordings.media;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a stream's numbers mean colours, in ffmpeg's words; empty where the file does not say.
 *
 * @param range {@code tv} or {@code pc}
 * @param primaries such as {@code bt709}
 * @param transfer such as {@code smpte2084}
 * @param space such as {@code bt2020nc}
 */
public record Colour(String range, String primaries, String transfer, String space) {
  private static final Pattern WORD = Pattern.compile("[a-z0-9-]{1,32}");

  public Colour {
    range = known(range);
    primaries = known(primaries);
    transfer = known(transfer);
    space = known(space);
  }

  private static String known(String word) {
    return WORD.matcher(word).matches() && !word.equals("unknown") && !word.equals("reserved")
        ? word
        : "";
  }

  /** The filter that says so of each frame; empty if nothing is known. */
  List<String> filter() {
    var words = new ArrayList<String>();
    add(words, "range", range);
    add(words, "color_primaries", primaries);
    add(words, "color_trc", transfer);
    add(words, "colorspace", space);
    return words.isEmpty() ? List.of() : List.of("setparams=" + String.join(":", words));
  }

  private static void add(List<String> words, String name, String value) {
    if (!value.isEmpty()) {
      words.add(name + "=" + value);
    }
  }
}
