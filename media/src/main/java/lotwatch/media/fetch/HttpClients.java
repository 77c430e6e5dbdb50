package lotwatch.media.fetch;

import java.io.IOException;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** The clients that all cameras share, made when they are first needed. */
final class HttpClients {
  /** Guarded by this. */
  private @Nullable HttpClient secure;

  /** Guarded by this. */
  private @Nullable HttpClient insecure;

  synchronized HttpClient client(boolean isInsecure) throws IOException {
    if (isInsecure) {
      insecure = insecure == null ? made(true) : insecure;
      return insecure;
    }
    secure = secure == null ? made(false) : secure;
    return secure;
  }

  private static HttpClient made(boolean isInsecure) throws IOException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .sslContext(Trust.context(isInsecure))
        .build();
  }
}
