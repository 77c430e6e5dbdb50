package lotwatch.gateway.http;

import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Has HEAD answered as GET is, by the same handlers; the server itself leaves the body out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-head">RFC 9110, HEAD</a>
 */
public final class HeadRequests implements HttpConfiguration.Customizer {
  private static final String ATTRIBUTE = "lotwatch.head";

  HeadRequests() {}

  /** Whether only the head of the answer is wanted: a stream need not begin. */
  public static boolean isOne(Context ctx) {
    return ctx.req().getAttribute(ATTRIBUTE) != null;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable headers) {
    if (!request.getMethod().equals("HEAD")) {
      return request;
    }
    request.setAttribute(ATTRIBUTE, true);
    return new Request.Wrapper(request) {
      @Override
      public String getMethod() {
        return "GET";
      }
    };
  }
}
