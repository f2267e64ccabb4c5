package broadside.intake.sign;

import broadside.archive.witness.Witness;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real witness on loopback, which can be stopped and started again at the same address. */
public final class LoopbackWitness implements AutoCloseable {
  private final Path directory;
  private final String name;
  private final SigningKey key;
  private final List<VerifierKey> logs = new ArrayList<>();
  private int port;
  private @Nullable HttpServer server;

  /** The time that it says. */
  public Instant now = Instant.parse("2026-05-01T00:00:00Z");

  /** The size that it claims to have signed whatever it is asked, or -1 where it is honest. */
  long claimed = -1;

  /** One that has signed nothing, and listens. */
  public LoopbackWitness(Path directory, String name, VerifierKey log) throws IOException {
    try {
      this.directory = directory;
      this.name = name;
      this.logs.add(log);
      this.key = SigningKey.generate("witness.example/" + name, KeyType.COSIGNATURE);
      start();
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  void start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = http.getAddress().getPort();
    http.createContext(
        "/",
        exchange -> {
          Witness witness = new Witness(directory, key, logs, Clock.fixed(now, ZoneOffset.UTC));
          byte[] request = exchange.getRequestBody().readAllBytes();
          Witness.Answer answer =
              claimed < 0
                  ? witness.add(request)
                  : new Witness.Answer(409, "text/x.tlog.size", claimed + "\n");
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", answer.type());
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    server = http;
  }

  void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  /** Makes it sign another log too. */
  void know(VerifierKey log) {
    logs.add(log);
  }

  /** What a policy says of it. */
  public broadside.proof.policy.Witness entry() {
    return new broadside.proof.policy.Witness(
        name, key.verifier(), URI.create("http://127.0.0.1:" + port + "/"));
  }

  /** What it has signed last, or null. */
  @Nullable Checkpoint last() throws IOException {
    return new Witness(directory, key, logs, Clock.systemUTC()).last(logs.getFirst());
  }

  @Override
  public void close() {
    stop();
  }
}
