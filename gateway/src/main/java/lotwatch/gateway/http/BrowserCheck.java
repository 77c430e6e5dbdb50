package lotwatch.gateway.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pages of other sites out: a browser sends their requests from inside the network of its
 * user. Programs that are no browsers send none of the headers that are looked at, and go on.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class BrowserCheck {
  /** What a script of an allowed origin may read of an answer; the last line is tus's. */
  private static final String EXPOSED =
      "ETag, X-Frame-Age-Ms, Location, Content-Range,"
          + " Upload-Offset, Upload-Length, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size";

  /** What it may send beyond what every script may; the last line is tus's. */
  private static final String ALLOWED =
      "Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Range,"
          + " Upload-Offset, Upload-Length, Upload-Metadata, Tus-Resumable";

  /**
   * An address cannot be bound to another one as a name can, so every address is let through: it
   * may be that of a router in between.
   */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*]?");

  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final String PREFLIGHT_SECONDS = "600";

  private final BrowserSettings settings;
  private final String listensOn;

  BrowserCheck(HttpSettings settings) {
    this.settings = settings.browsers();
    listensOn = settings.host().toLowerCase(Locale.ROOT);
  }

  /** Passes what is no page of another site; answers the preflight of one that is configured. */
  void check(Context ctx) throws ProblemException {
    String host = String.valueOf(ctx.req().getServerName()).toLowerCase(Locale.ROOT);
    if (!isOurs(host)) {
      throw refusal(
          421,
          "Misdirected request",
          "this server is not known by the name in Host; http.allowed-hosts can name it",
          "HOST");
    }
    @Nullable String origin = ctx.header("Origin");
    boolean stream = StreamPaths.has(ctx.path());
    if (stream && origin != null && settings.mayFollow(origin)) {
      StreamPaths.share(ctx, origin);
    } else if (origin != null && settings.isAllowed(origin)) {
      share(ctx, origin);
    } else if (isOfAnotherSite(ctx, origin)) {
      throw refusal(
          403,
          "Another site",
          "pages of other sites may neither read nor change anything here;"
              + " http.allowed-origins can name exceptions",
          "ORIGIN");
    } else if (stream && origin == null && settings.isFollowed()) {
      StreamPaths.share(ctx);
    }
  }

  private boolean isOurs(String host) {
    return host.equals("localhost")
        || isAddress(host)
        || host.equals(listensOn)
        || settings.allowedHosts().contains(host);
  }

  /** What only looks like an address is none, such as 999.1.1.1. */
  private static boolean isAddress(String host) {
    try {
      return ADDRESS.matcher(host).matches() && InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * Behind a proxy that puts another Host in its place even our own page's origin looks foreign, so
   * {@code same-origin} counts, which only the browser itself can say.
   */
  private static boolean isOfAnotherSite(Context ctx, @Nullable String origin) {
    @Nullable String site = ctx.header("Sec-Fetch-Site");
    if (site != null && site.equals("same-origin")) {
      return false;
    }
    if (origin != null && isForeign(origin, ctx.header("Host"))) {
      return true;
    }
    return site != null && !site.equals("none") && !isLinkFollowed(ctx);
  }

  private static boolean isForeign(String origin, @Nullable String host) {
    int scheme = origin.indexOf("://");
    return scheme < 0 || !origin.substring(scheme + 3).equalsIgnoreCase(host);
  }

  /** Another site's link to a page: whoever follows it sees our page, the other site does not. */
  private static boolean isLinkFollowed(Context ctx) {
    return READS.contains(ctx.method().name())
        && "navigate".equals(ctx.header("Sec-Fetch-Mode"))
        && "document".equals(ctx.header("Sec-Fetch-Dest"));
  }

  private static void share(Context ctx, String origin) {
    ctx.header("Access-Control-Allow-Origin", origin);
    ctx.header("Access-Control-Expose-Headers", EXPOSED);
    ctx.header("Vary", "Origin");
    if (ctx.method().name().equals("OPTIONS")
        && ctx.header("Access-Control-Request-Method") != null) {
      ctx.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
      ctx.header("Access-Control-Allow-Headers", ALLOWED);
      ctx.header("Access-Control-Max-Age", PREFLIGHT_SECONDS);
      ctx.status(204).skipRemainingHandlers();
    }
  }

  private static ProblemException refusal(int status, String title, String detail, String reason) {
    return new ProblemException(Problem.of(status, title, detail).because(reason));
  }
}
