package lotwatch.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Answers each line with its words, numbered by nothing. */
final class Echo implements Talk {
  @Override
  public void serve(Caller caller) throws IOException {
    var lines = new Lines(caller);
    var words = new Words();
    while (true) {
      switch (lines.next(words)) {
        case LINE -> {
          var said = new StringBuilder();
          for (int i = 0; i < Math.min(words.count(), Words.WORDS_MAX); i++) {
            said.append(i == 0 ? "" : "|").append(words.text(i));
          }
          say(caller, words.count() + " " + words.isText() + " " + said);
        }
        case TOO_LONG -> say(caller, "too long");
        case ENDLESS -> {
          say(caller, "endless");
          caller.hangUp();
          return;
        }
        case END -> {
          return;
        }
      }
    }
  }

  private static void say(Caller caller, String line) throws IOException {
    caller.output().write((line + "\n").getBytes(UTF_8));
  }

  @Override
  public byte[] refusal(String why) {
    return (why + "\n").getBytes(UTF_8);
  }
}
