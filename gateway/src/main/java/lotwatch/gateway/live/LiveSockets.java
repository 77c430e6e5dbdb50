package lotwatch.gateway.live;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.wire.json.ProblemException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * The live feed over WebSockets: what server-sent events tell, each as a message. A message of the
 * client says what it wants from now on.
 */
final class LiveSockets {
  private static final String PATH = "/api/live/ws";
  private static final String CLIENT = "lotwatch.live.client";

  /** Bytes of the reason in a close frame, see RFC 6455, section 5.5. */
  private static final int REASON_LENGTH_MAX = 120;

  private final LiveClientCaps caps;
  private final LiveClient.Feed feed;

  LiveSockets(LiveClientCaps caps, LiveClient.Feed feed) {
    this.caps = caps;
    this.feed = feed;
  }

  void mount(JavalinConfig config) {
    config.routes.wsBeforeUpgrade(PATH, LiveSockets::check);
    config.routes.ws(
        PATH,
        ws -> {
          ws.onConnect(this::open);
          ws.onMessage(LiveSockets::take);
          ws.onClose(LiveSockets::end);
          ws.onError(LiveSockets::end);
        });
  }

  private static void check(Context ctx) throws ProblemException {
    var _ = Wanted.of(ctx.queryParams("lot"), "after", ctx.queryParam("after"));
  }

  private void open(WsContext ctx) throws ProblemException {
    var session = ctx.session;
    session.setMaxTextMessageSize(LiveLimits.MESSAGE_BYTES_MAX);
    session.setMaxBinaryMessageSize(LiveLimits.MESSAGE_BYTES_MAX);
    session.setIdleTimeout(feed.limits().heartbeat().plus(feed.limits().writeWait()));
    var wanted = Wanted.of(ctx.queryParams("lot"), "after", ctx.queryParam("after"));
    var client = new Client(session, wanted);
    ctx.attribute(CLIENT, client);
    client.thread.start();
  }

  private static void take(WsMessageContext ctx) {
    @Nullable Client client = ctx.attribute(CLIENT);
    if (client != null) {
      client.take(ctx.message());
    }
  }

  private static void end(WsContext ctx) {
    @Nullable Client client = ctx.attribute(CLIENT);
    if (client != null) {
      client.end();
    }
  }

  /** One connection. */
  private final class Client {
    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread thread = Thread.ofVirtual().name("live-socket").unstarted(this::serve);
    private Wanted wanted;
    private volatile boolean ended;

    Client(Session session, Wanted wanted) {
      this.session = session;
      this.wanted = wanted;
    }

    private void serve() {
      if (!(session.getRemoteSocketAddress() instanceof InetSocketAddress from)) {
        session.disconnect(); // it is gone already
        return;
      }
      try (var _ = caps.enter(from)) {
        var now = newest();
        while (!ended && caps.isInside()) {
          tell(now);
          now = newest();
        }
        session.close(StatusCode.SHUTDOWN, "the live feed is closing", Callback.NOOP);
      } catch (ProblemException e) {
        close(StatusCode.TRY_AGAIN_LATER, e);
      } catch (IOException e) {
        session.disconnect(); // gone, or took nothing for too long: there is nobody left to tell
      }
    }

    /** An interrupt that came with it has done its work. */
    private Wanted newest() {
      lock.lock();
      try {
        var _ = Thread.interrupted();
        return wanted;
      } finally {
        lock.unlock();
      }
    }

    private void tell(Wanted now) throws IOException {
      try {
        new LiveClient(feed, now.lots(), new MessageOutput(session, feed.limits().writeWait()))
            .serve(now.last());
      } catch (InterruptedException e) {
        // It wants something else, or the feed closes: who called says which.
      }
    }

    void take(String message) {
      lock.lock();
      try {
        wanted = wanted.changed(message);
        thread.interrupt();
      } catch (ProblemException e) {
        close(StatusCode.POLICY_VIOLATION, e);
      } finally {
        lock.unlock();
      }
    }

    void end() {
      ended = true;
      thread.interrupt();
    }

    private void close(int status, ProblemException why) {
      var reason = String.valueOf(why.problem().detail());
      session.close(
          status, reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX)), Callback.NOOP);
    }
  }
}
