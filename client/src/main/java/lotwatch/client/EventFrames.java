package lotwatch.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import lotwatch.client.Notice.Change;
import lotwatch.client.Notice.Gap;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Rejected;
import lotwatch.client.ParkingException.TakenOver;

/** What the subscription port tells unasked, as words. */
final class EventFrames {
  private static final Pattern BLANK = Pattern.compile(" ");

  private EventFrames() {}

  /** Whether it is the answer to a call instead. */
  static boolean isAnswer(byte[] frame) {
    return frame.length > 0 && frame[0] == '{';
  }

  /** {@code EVENT lot free time number}. */
  static Change change(byte[] frame) throws BrokenProtocol {
    return read(words(frame)).orElseThrow(EventFrames::strange);
  }

  private static String[] words(byte[] frame) {
    return BLANK.split(new String(frame, UTF_8), -1);
  }

  private static BrokenProtocol strange() {
    return new BrokenProtocol("a frame is neither an answer nor an event");
  }

  private static Optional<Change> read(String... words) {
    try {
      if (words.length == 5 && words[0].equals("EVENT")) {
        return Optional.of(
            new Change(
                words[1],
                Integer.parseInt(words[2]),
                LocalDateTime.parse(words[3]),
                Long.parseLong(words[4])));
      }
    } catch (NumberFormatException | DateTimeException _) {
      // it is none
    }
    return Optional.empty();
  }

  /**
   * What a named subscription is told: also {@code GAP name count number} and {@code ENDED name
   * why}.
   *
   * @throws TakenOver if another connection has the name now
   * @throws Rejected if it has ended for another reason
   */
  static Notice named(byte[] frame) throws ParkingException {
    var words = words(frame);
    if (words.length == 3 && words[0].equals("ENDED")) {
      if (words[2].equals("TAKEN")) {
        throw new TakenOver("another connection has taken %s over".formatted(words[1]));
      }
      throw new Rejected("%s has ended: %s".formatted(words[1], words[2]));
    }
    if (words.length == 4 && words[0].equals("GAP")) {
      try {
        long to = Long.parseLong(words[3]);
        return new Gap(to - Long.parseLong(words[2]), to);
      } catch (NumberFormatException _) {
        throw strange();
      }
    }
    return read(words).orElseThrow(EventFrames::strange);
  }
}
