package lotwatch.gateway.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Has WebSockets negotiate no compression: each would keep a few hundred kilobytes for it, and a
 * message of a few bytes could become one of many.
 */
final class PlainWebSockets implements HttpConfiguration.Customizer {
  @Override
  public Request customize(Request request, HttpFields.Mutable headers) {
    if (!request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_EXTENSIONS)) {
      return request;
    }
    var plain =
        HttpFields.build(request.getHeaders())
            .remove(HttpHeader.SEC_WEBSOCKET_EXTENSIONS)
            .asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return plain;
      }
    };
  }
}
