package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Answers each line with its words, numbered by nothing. */
final class Echo implements Handler {
  @Override
  public Protocol begin(Connection connection) {
    var lines = new Lines(connection.input());
    var words = new LineWords();
    var out = connection.output();
    return _ -> {
      while (!out.isFull()) {
        switch (lines.next(words)) {
          case LINE -> {
            var said = new StringBuilder();
            for (int i = 0; i < Math.min(words.count(), LineWords.WORDS_MAX); i++) {
              said.append(i == 0 ? "" : "|").append(words.text(i));
            }
            say(out, words.count() + " " + words.isText() + " " + said);
          }
          case TOO_LONG -> say(out, "too long");
          case ENDLESS -> {
            say(out, "endless");
            return Protocol.Next.HANG_UP;
          }
          case MORE -> {
            return Protocol.Next.LISTEN;
          }
        }
      }
      return Protocol.Next.SEND;
    };
  }

  private static void say(Output out, String line) {
    out.write((line + "\n").getBytes(UTF_8));
  }

  @Override
  public byte[] refusal(String why) {
    return (why + "\n").getBytes(UTF_8);
  }
}
