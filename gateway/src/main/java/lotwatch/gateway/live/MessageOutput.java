package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback.Completable;
import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket: each block is a message, which is waited for. */
final class MessageOutput implements LiveOutput {
  /** Characters of a message that are sent at once. */
  private static final int PART_LENGTH_MAX = 8 << 10;

  private final Session session;
  private final Duration writeWait;
  private boolean interrupted;
  private boolean sent;

  /**
   * @param writeWait how long the client may not take a message
   */
  MessageOutput(Session session, Duration writeWait) {
    this.session = session;
    this.writeWait = writeWait;
  }

  /** An interrupt takes effect after the message: what follows half of one is part of it. */
  @Override
  public void write(byte[] block) throws IOException, InterruptedException {
    if (block.length == 0) {
      return;
    }
    var text = new String(block, UTF_8);
    int from = 0;
    while (text.length() - from > PART_LENGTH_MAX) {
      int to = from + PART_LENGTH_MAX;
      if (Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      var part = text.substring(from, to);
      await(Completable.with(done -> session.sendPartialText(part, false, done)));
      from = to;
    }
    var rest = text.substring(from);
    boolean whole = from == 0;
    await(
        Completable.with(done -> {
          if (whole) {
            session.sendText(rest, done);
          } else {
            session.sendPartialText(rest, true, done);
          }
        }));
    sent = true;
    if (interrupted) {
      interrupted = false;
      throw new InterruptedException("while a message was sent");
    }
  }

  @Override
  public boolean flush() {
    boolean any = sent;
    sent = false;
    return any;
  }

  private void await(Completable sending) throws IOException {
    long deadline = System.nanoTime() + writeWait.toNanos();
    while (true) {
      try {
        sending.get(deadline - System.nanoTime(), NANOSECONDS);
        return;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IOException("the client is gone", e.getCause());
      } catch (TimeoutException e) {
        session.disconnect();
        throw new IOException("the client reads nothing", e);
      }
    }
  }
}
