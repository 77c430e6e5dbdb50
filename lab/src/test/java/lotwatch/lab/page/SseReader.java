package lotwatch.lab.page;

import java.nio.ByteBuffer;

/**
 * Reads one stream of server-sent events in HTTP chunks, as far as counting goes: every event's id
 * must be one more than the last; a heartbeat repeats the last.
 */
final class SseReader {
  private Phase phase = Phase.HEAD;
  private int matched;
  private long left;
  private boolean inSize;
  private int column;
  private boolean idLine;
  private long number;
  private long last = -1;
  private long events;
  private long gaps;

  private enum Phase {
    HEAD,
    SIZE,
    CONTENT,
    END_OF_CHUNK
  }

  long last() {
    return last;
  }

  /** Events after the snapshot. */
  long events() {
    return events;
  }

  long gaps() {
    return gaps;
  }

  /** Takes all that is in the buffer. */
  void receive(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      switch (phase) {
        case HEAD -> {
          matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : 0;
          if (matched == 4) {
            phase = Phase.SIZE;
          }
        }
        case SIZE -> size(b);
        case CONTENT -> {
          content(b);
          if (--left == 0) {
            phase = Phase.END_OF_CHUNK;
          }
        }
        case END_OF_CHUNK -> {
          if (b == '\n') {
            phase = Phase.SIZE;
          }
        }
      }
    }
  }

  private void size(byte b) {
    if (b == '\n') {
      phase = left > 0 ? Phase.CONTENT : Phase.SIZE;
      inSize = false;
    } else if (b != '\r') {
      left = (inSize ? left * 16 : 0) + Character.digit(b, 16);
      inSize = true;
    }
  }

  private void content(byte b) {
    if (b == '\n') {
      if (idLine && column > 4) {
        id(number);
      }
      column = 0;
      number = 0;
      idLine = true;
      return;
    }
    if (column < 4) {
      idLine = (column == 0 || idLine) && b == "id: ".charAt(column);
    } else if (idLine) {
      number = b == '-' ? 0 : number * 10 + (b - '0'); // the history comes before it
    }
    column++;
  }

  private void id(long id) {
    if (last >= 0 && id == last + 1) {
      events++;
    } else if (last >= 0 && id != last) {
      gaps++;
    }
    last = id;
  }
}
