package lotwatch.gateway.http;

import io.javalin.config.JavalinConfig;
import java.util.regex.Pattern;
import lotwatch.wire.settings.Section;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * The path below which a proxy serves this server, if it hands paths on as they came. Requests for
 * paths without it are served as well: others reach the server directly.
 *
 * @param path such as {@code /parking}; empty for none
 */
public record BasePath(String path) implements HttpConfiguration.Customizer {
  private static final Pattern SHAPE = Pattern.compile("(/[A-Za-z0-9._~-]{1,64}){0,8}");

  /** Paths are as they are. */
  public static final BasePath NONE = new BasePath("");

  private static final String BARE = "lotwatch.bare-base-path";

  /**
   * @throws IllegalArgumentException if it is no path, or ends with a slash
   */
  public BasePath {
    if (!SHAPE.matcher(path).matches()) {
      throw new IllegalArgumentException("'%s' is no path such as /parking".formatted(path));
    }
  }

  static BasePath read(Section http) {
    var written = http.text("base-path", "");
    try {
      return new BasePath(written.endsWith("/") ? written.replaceFirst("/$", "") : written);
    } catch (IllegalArgumentException e) {
      http.problem("base-path", String.valueOf(e.getMessage()));
      return NONE;
    }
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable headers) {
    HttpURI uri = request.getHttpURI();
    String asked = uri.getPath();
    if (path.isEmpty() || asked == null || !asked.startsWith(path)) {
      return request;
    }
    String rest = asked.substring(path.length());
    if (rest.isEmpty()) {
      request.setAttribute(BARE, true);
    } else if (rest.charAt(0) != '/') {
      return request;
    }
    return Request.serveAs(
        request, HttpURI.build(uri).path(rest.isEmpty() ? "/" : rest).asImmutable());
  }

  /** Sends who asks for the bare path to the page, whose own links begin at its folder. */
  void mount(JavalinConfig config) {
    if (!path.isEmpty()) {
      config.routes.before(
          "/",
          ctx -> {
            if (ctx.req().getAttribute(BARE) != null) {
              ctx.redirect(path + "/");
              ctx.skipRemainingHandlers();
            }
          });
    }
  }
}
