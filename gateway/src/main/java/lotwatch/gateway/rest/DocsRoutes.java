package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/**
 * {@code /api/openapi.json} says what can be asked, {@code /api/docs} shows it: Swagger UI from its
 * WebJar (Apache License 2.0), without any network beyond this server.
 */
public final class DocsRoutes {
  private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private final byte[] openapi = resource("/lotwatch/gateway/rest/openapi.json");
  private final byte[] page = resource("/lotwatch/gateway/rest/docs.html");
  private final byte[] script = resource("/lotwatch/gateway/rest/docs.js");

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.staticFiles.add(files -> {
      files.hostedPath = "/api/docs/ui";
      files.directory = "/META-INF/resources/webjars/swagger-ui/" + version();
      files.location = Location.CLASSPATH;
      files.headers = Map.of("Cache-Control", "no-cache");
    });
    config.routes.get("/api/openapi.json", ctx -> answer(ctx, "application/json", openapi));
    config.routes.get("/api/docs", this::page);
    config.routes.get("/api/docs.js", ctx -> answer(ctx, "text/javascript", script));
  }

  /** Its links begin beside it, wherever a proxy serves it: not below it. */
  private void page(Context ctx) {
    if (ctx.path().endsWith("/")) {
      ctx.redirect("../docs");
    } else {
      answer(ctx, "text/html", page);
    }
  }

  private static void answer(Context ctx, String type, byte[] bytes) {
    ctx.header("Cache-Control", "no-cache").contentType(type).result(bytes);
  }

  private static String version() {
    try (InputStream in = DocsRoutes.class.getClassLoader().getResourceAsStream(WEBJAR)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + WEBJAR);
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String path) {
    try (InputStream in = DocsRoutes.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
