package lotwatch.media.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed: those that the JVM trusts and those in the system's file, where
 * an operator adds the authority of a private network.
 */
public final class Trust {
  private static final List<Path> SYSTEM_FILES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/cert.pem"));

  private Trust() {}

  /**
   * What checks certificates.
   *
   * @param insecure true to believe every one, whatever host it names
   */
  static SSLContext context(boolean insecure) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          null, insecure ? new TrustManager[] {new Anyone()} : managers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("certificates cannot be checked here", e);
    }
  }

  private static @Nullable Path written;

  /** All authorities in one file, for programs that check certificates by themselves. */
  public static synchronized Path file() throws IOException {
    if (written == null || !Files.isReadable(written)) {
      var file = Files.createTempFile("lotwatch-authorities", ".pem");
      file.toFile().deleteOnExit();
      write(file);
      written = file;
    }
    return written;
  }

  private static void write(Path file) throws IOException {
    var text = new StringBuilder();
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    try {
      for (var authority : authorities()) {
        text.append("-----BEGIN CERTIFICATE-----\n");
        text.append(encoder.encodeToString(authority.getEncoded()));
        text.append("\n-----END CERTIFICATE-----\n");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the authorities cannot be read", e);
    }
    Files.writeString(file, text, US_ASCII);
  }

  private static TrustManager[] managers() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var number = 0;
    for (var authority : authorities()) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Set<X509Certificate> authorities() throws GeneralSecurityException, IOException {
    Set<X509Certificate> authorities = new LinkedHashSet<>();
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        authorities.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    authorities.addAll(ofSystem());
    return authorities;
  }

  private static List<X509Certificate> ofSystem() throws GeneralSecurityException, IOException {
    var found = new ArrayList<X509Certificate>();
    for (var file : SYSTEM_FILES) {
      if (found.isEmpty() && Files.isReadable(file)) {
        try (var in = Files.newInputStream(file)) {
          for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
            if (each instanceof X509Certificate x509) {
              found.add(x509);
            }
          }
        }
      }
    }
    return found;
  }

  /** Believes everybody, as the operator wants it for one camera. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
