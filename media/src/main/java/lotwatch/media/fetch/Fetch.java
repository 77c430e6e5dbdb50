package lotwatch.media.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one camera. No redirect is followed but to another path of the same host and port, so
 * that a camera cannot make us call others; the password goes to no other host. Closing it from
 * another thread ends a request.
 */
public final class Fetch implements AutoCloseable {
  /** Redirects to other paths of the same camera that are followed for one request. */
  public static final int REDIRECTS_MAX = 3;

  private static final HttpClients CLIENTS = new HttpClients();

  private final URI camera;
  private final Login login;
  private final HttpClient client;
  private final Duration max;
  private final Object lock = new Object();

  /** Guarded by lock. */
  private boolean isClosed;

  /** Guarded by lock. */
  private @Nullable CompletableFuture<HttpResponse<InputStream>> request;

  /** Guarded by lock. */
  private @Nullable InputStream body;

  private @Nullable Challenge challenge;
  private int answers;

  /**
   * What a camera answered.
   *
   * @param isUnchanged whether it has nothing newer than what the request named
   * @param type its media type in lower case, without parameters; empty if it says none
   * @param etag by which the next request may name it
   * @param modified when it was changed, by which the next request may name it
   * @param body to be read and closed
   */
  public record Answer(
      boolean isUnchanged,
      String type,
      Optional<String> etag,
      Optional<String> modified,
      InputStream body) {}

  /**
   * Requests that are not made yet.
   *
   * @param url without credentials
   * @param login user name and password as they stand in a URL; empty if there are none
   * @param insecure whether any certificate will do
   * @param max how long the head of an answer may take
   * @throws FetchException if the URL cannot be used
   */
  public Fetch(String url, String login, boolean insecure, Duration max) throws IOException {
    this.camera = uri(url);
    this.login = Login.of(login);
    this.client = CLIENTS.client(insecure);
    this.max = max;
  }

  private static URI uri(String url) throws FetchException {
    var fragment = url.indexOf('#');
    var written = fragment < 0 ? url : url.substring(0, fragment);
    var escaped = new StringBuilder();
    for (var i = 0; i < written.length(); i++) {
      var c = written.charAt(i);
      escaped.append(" \"<>\\^`{|}".indexOf(c) >= 0 ? "%%%02X".formatted((int) c) : c);
    }
    try {
      var uri = URI.create(escaped.toString());
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new FetchException("the address cannot be read: write http://HOST[:PORT]/PATH");
  }

  /** Asks for the camera's image or stream. */
  public Answer get() throws IOException, InterruptedException {
    return get(null);
  }

  /**
   * Asks for the camera's image, unless it is still the one of an earlier answer.
   *
   * @throws FetchException if the camera refuses, or cannot be reached
   */
  public Answer get(@Nullable Answer before) throws IOException, InterruptedException {
    var uri = camera;
    var isLoggedIn = false;
    for (var redirects = 0; redirects <= REDIRECTS_MAX; ) {
      var response = ask(uri, before);
      switch (response.statusCode()) {
        case 200, 206 -> {
          return answer(response);
        }
        case 304 -> {
          response.body().close();
          return unchanged(before);
        }
        case 301, 302, 303, 307, 308 -> {
          response.body().close();
          uri = redirected(uri, response);
          redirects++;
        }
        case 401 -> {
          response.body().close();
          if (isLoggedIn || login.isEmpty()) {
            throw unauthorized();
          }
          challenge =
              Challenge.strongest(response.headers().allValues("WWW-Authenticate"))
                  .orElseThrow(() ->
                      new FetchException(
                          "the camera wants a login in a way that is not known here (neither basic nor digest)"));
          answers = 0;
          isLoggedIn = true;
        }
        default -> {
          response.body().close();
          throw refused(response.statusCode());
        }
      }
    }
    throw new FetchException(
        "the camera sends us on and on: more than %d redirects".formatted(REDIRECTS_MAX));
  }

  private FetchException unauthorized() {
    return new FetchException(
        login.isEmpty()
            ? "the camera wants a user name and a password (401): write http://USER:PASSWORD@HOST/PATH"
            : "the camera refuses the user name or the password (401)");
  }

  private static FetchException refused(int status) {
    return new FetchException(
        switch (status) {
          case 403 -> "the camera forbids it (403): may this user see the image?";
          case 404 -> "the camera has nothing at this path (404): is the path right?";
          default -> "the camera answers with HTTP status %d".formatted(status);
        });
  }

  private Answer unchanged(@Nullable Answer before) throws FetchException {
    if (before == null) {
      throw refused(304);
    }
    return new Answer(
        true, before.type, before.etag, before.modified, InputStream.nullInputStream());
  }

  private static Answer answer(HttpResponse<InputStream> response) {
    var headers = response.headers();
    var type = headers.firstValue("Content-Type").orElse("");
    return new Answer(
        false,
        type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
        headers.firstValue("ETag"),
        headers.firstValue("Last-Modified"),
        response.body());
  }

  /** A path of the same camera, else an error that says what to do. */
  private URI redirected(URI from, HttpResponse<InputStream> response) throws FetchException {
    URI to;
    try {
      to = from.resolve(response.headers().firstValue("Location").orElse(""));
    } catch (IllegalArgumentException e) {
      throw new FetchException("the camera sends us on to an address that cannot be read", e);
    }
    if (!origin(to).equals(origin(camera))) {
      throw new FetchException(
          "the camera sends us on to another address (%d), which is not followed: use that address as the source"
              .formatted(response.statusCode()));
    }
    return to;
  }

  private static String origin(URI uri) {
    var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }

  private HttpResponse<InputStream> ask(URI uri, @Nullable Answer before)
      throws IOException, InterruptedException {
    var builder = HttpRequest.newBuilder(uri).timeout(max).GET();
    builder.header("User-Agent", "lotwatch").header("Accept", "*/*");
    if (before != null) {
      before.etag.ifPresent(tag -> builder.header("If-None-Match", tag));
      before.modified.ifPresent(at -> builder.header("If-Modified-Since", at));
    }
    var wanted = challenge;
    if (wanted != null) {
      var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      answers++;
      builder.header("Authorization", wanted.answer(login, path + query, answers, nonce()));
    }
    CompletableFuture<HttpResponse<InputStream>> asked;
    synchronized (lock) {
      if (isClosed) {
        throw new FetchException("the request was given up");
      }
      asked = client.sendAsync(builder.build(), BodyHandlers.ofInputStream());
      request = asked;
    }
    try {
      var response = asked.get();
      synchronized (lock) {
        body = response.body();
        if (isClosed) {
          response.body().close();
        }
      }
      return response;
    } catch (ExecutionException e) {
      throw explained(uri, e.getCause());
    } catch (CancellationException e) {
      throw new FetchException("the request was given up", e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw e;
    }
  }

  private static String nonce() {
    var bytes = new byte[8];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static FetchException explained(URI uri, @Nullable Throwable why) {
    for (var each = why; each != null; each = each.getCause()) {
      if (each instanceof UnresolvedAddressException) {
        return new FetchException("the name %s is not known here".formatted(uri.getHost()), each);
      }
      if (each instanceof SSLException) {
        return new FetchException(
            "the camera's certificate is not trusted (%s): add its authority to the system's, or set insecure: true for this camera"
                .formatted(each.getMessage()),
            each);
      }
      if (each instanceof HttpTimeoutException) {
        return new FetchException("the camera does not answer", each);
      }
    }
    if (why instanceof ConnectException) {
      return new FetchException(
          "%s:%d: Connection refused, or nobody there".formatted(uri.getHost(), uri.getPort()),
          why);
    }
    return new FetchException(
        "the camera's answer cannot be read (%s)"
            .formatted(why == null ? "no reason" : why.getClass().getSimpleName()),
        why == null ? new IOException() : why);
  }

  @Override
  public void close() {
    CompletableFuture<HttpResponse<InputStream>> running;
    InputStream reading;
    synchronized (lock) {
      isClosed = true;
      running = request;
      reading = body;
    }
    if (running != null) {
      running.cancel(true);
    }
    if (reading != null) {
      try {
        reading.close();
      } catch (IOException e) {
        // It is given up anyway.
      }
    }
  }
}
