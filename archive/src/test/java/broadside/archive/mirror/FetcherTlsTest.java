package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream whose certificate nobody vouches for. */
@Tag("slow")
class FetcherTlsTest {
  private static final char[] PASSWORD = "for this test".toCharArray();

  @TempDir private Path directory;

  @Test
  void isToldWhyACertificateIsNotTrusted() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext("/", exchange -> FileServer.send(exchange, 200, new byte[1]));
    server.start();
    Upstream upstream = Upstream.of("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> false)) {
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(() -> fetcher.small(upstream, "checkpoint", 100))
          .withMessageStartingWith("offers no encrypted connection that is trusted here: ")
          .withMessageContaining("certification path");
      assertThat(fetcher.requests()).isEqualTo(1);
    } finally {
      server.stop(0);
    }
  }

  private SSLContext context() throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("keys");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
