package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lotwatch.gateway.net.Lines.Next;

/**
 * Any bytes at all for {@link Lines} and {@link LineWords}: what they must make of them, however
 * they are cut.
 */
public final class LineFuzz {
  private static final int LINE_MAX = 4_096;
  private static final int SKIPPED_MAX = 1_048_576;

  private LineFuzz() {}

  /** One input, as {@link Spelling} reads it; fails if a promise is broken. */
  public static void fuzzerTestOneInput(byte[] spelled) {
    byte[] said = Spelling.read(spelled);
    var meant = meant(new String(said, ISO_8859_1));
    for (var pieces : Pieces.of(said)) {
      assertThat(received(pieces)).isEqualTo(meant);
    }
  }

  /** The simplest reading: all is there, a character for each byte. */
  private static List<String> meant(String said) {
    var received = new ArrayList<String>();
    int from = 0;
    for (int end = said.indexOf('\n'); end >= 0; end = said.indexOf('\n', from)) {
      var line = said.substring(from, end);
      if (line.length() > SKIPPED_MAX) {
        received.add("ENDLESS");
        return received;
      }
      int bytes = line.endsWith("\r") ? line.length() - 1 : line.length();
      received.add(bytes > LINE_MAX ? "TOO_LONG" : line(line));
      from = end + 1;
    }
    received.add(said.length() - from > SKIPPED_MAX ? "ENDLESS" : "END");
    return received;
  }

  private static String line(String line) {
    var words = Stream.of(line.split("[ \t\u000b\f\r]+", -1)).filter(w -> !w.isEmpty()).toList();
    var known = words.subList(0, Math.min(words.size(), LineWords.WORDS_MAX));
    return "%d words, text %b: %s"
        .formatted(
            words.size(),
            known.stream().allMatch(LineFuzz::isText),
            known.stream().map(word -> new String(word.getBytes(ISO_8859_1), UTF_8)).toList());
  }

  private static boolean isText(String word) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(word.getBytes(ISO_8859_1)));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static List<String> received(List<ByteBuf> pieces) {
    var received = new ArrayList<String>();
    var input = new Input();
    var lines = new Lines(input);
    var words = new LineWords();
    try {
      for (var piece : pieces) {
        input.add(piece);
        for (var next = lines.next(words); next != Next.MORE; next = lines.next(words)) {
          received.add(next == Next.LINE ? text(words) : next.name());
          if (next == Next.ENDLESS) {
            return received;
          }
          if (next == Next.LINE) {
            input.putBack();
            assertThat(lines.next(words)).as("what was put back comes again").isEqualTo(next);
            assertThat(text(words)).isEqualTo(received.getLast());
          }
        }
        assertThat(input.size()).as("bytes that wait").isLessThanOrEqualTo(LINE_MAX + 1);
        input.tidy();
      }
      received.add("END");
      return received;
    } finally {
      input.release();
    }
  }

  private static String text(LineWords words) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < Math.min(words.count(), LineWords.WORDS_MAX); i++) {
      var text = words.text(i);
      if (text.chars().allMatch(c -> c < 0x80)) {
        assertThat(words.is(i, text.toUpperCase(Locale.ROOT))).isTrue();
      }
      texts.add(text);
    }
    return "%d words, text %b: %s".formatted(words.count(), words.isText(), texts);
  }
}
