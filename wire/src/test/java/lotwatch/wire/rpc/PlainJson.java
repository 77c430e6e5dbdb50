package lotwatch.wire.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Set;
import lotwatch.wire.json.Json;

/**
 * Whether bytes are one JSON object in UTF-8 within the limits of {@link Json}: the grammar, letter
 * by letter, to compare a fast reader with.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class PlainJson {
  private final String text;
  private int at;

  private PlainJson(String text) {
    this.text = text;
  }

  /** Why reading ends early. */
  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(int at) {
      super("at character " + at);
    }
  }

  static boolean isObject(byte[] utf8) {
    try {
      var json = new PlainJson(UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
      json.blanks();
      json.check(json.peek() == '{');
      json.value(1);
      json.blanks();
      return json.peek() < 0;
    } catch (CharacterCodingException | Wrong _) {
      return false;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private void check(boolean right) {
    if (!right) {
      throw new Wrong(at);
    }
  }

  private boolean skip(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  private void blanks() {
    while (" \t\n\r".indexOf(peek()) >= 0) {
      at++;
    }
  }

  private void value(int depth) {
    blanks();
    switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string(Json.STRING_LENGTH_MAX);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
    blanks();
  }

  private void object(int depth) {
    check(depth <= Json.DEPTH_MAX);
    at++;
    Set<String> names = new HashSet<>();
    blanks();
    if (skip('}')) {
      return;
    }
    do {
      blanks();
      var name = string(Json.STRING_LENGTH_MAX);
      check(names.add(name) && isUnicode(name));
      check(name.getBytes(UTF_8).length <= Json.NAME_LENGTH_MAX);
      blanks();
      check(skip(':'));
      value(depth + 1);
    } while (skip(','));
    check(skip('}'));
  }

  private void array(int depth) {
    check(depth <= Json.DEPTH_MAX);
    at++;
    blanks();
    if (skip(']')) {
      return;
    }
    do {
      value(depth + 1);
    } while (skip(','));
    check(skip(']'));
  }

  private String string(int lengthMax) {
    check(skip('"'));
    var string = new StringBuilder();
    while (!skip('"')) {
      check(peek() >= ' ');
      char c = text.charAt(at++);
      string.append(c == '\\' ? escaped() : c);
    }
    check(string.length() <= lengthMax);
    return string.toString();
  }

  /**
   * Names with half of a surrogate pair are refused; values with one are the ledger's to refuse.
   */
  private static boolean isUnicode(String name) {
    return name.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private char escaped() {
    int known = "\"\\/bfnrt".indexOf(peek());
    if (known >= 0) {
      at++;
      return "\"\\/\b\f\n\r\t".charAt(known);
    }
    check(skip('u'));
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      check(digit >= 0);
      value = 16 * value + digit;
      at++;
    }
    return (char) value;
  }

  private void word(String word) {
    check(text.startsWith(word, at));
    at += word.length();
  }

  private void number() {
    skip('-');
    int digits = peek() == '0' && skip('0') ? 1 : digits();
    if (skip('.')) {
      digits += digits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits += digits();
    }
    check(digits <= Json.NUMBER_LENGTH_MAX);
  }

  private int digits() {
    int from = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    check(at > from);
    return at - from;
  }
}
