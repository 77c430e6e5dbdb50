package lotwatch.gateway.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** What every answer tells a browser: how little it may do with it. */
final class BrowserHeaders implements HttpConfiguration.Customizer {
  /** Nothing from elsewhere, nothing inline, in nobody's frame. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  @Override
  public Request customize(Request request, HttpFields.Mutable headers) {
    put(headers);
    return request;
  }

  static void put(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", CONTENT_POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
  }
}
