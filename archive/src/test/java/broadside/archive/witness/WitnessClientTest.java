package broadside.archive.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.SampleLogTree;
import broadside.archive.witness.WitnessClient.Reply;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Witness;
import broadside.proof.text.FormatException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Witnesses that answer wrongly, slowly, endlessly or not at all. */
class WitnessClientTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration PATIENCE = Duration.ofMillis(400);

  /** What a busy machine adds. */
  private static final Duration SOON = Duration.ofSeconds(8);

  private final SampleLogTree log = SampleLogTree.named("harbour.example/log");
  private final AddCheckpoint request = log.request(3, 7);
  private SigningKey key;
  private Witness witness;
  private HttpServer server;
  private int status = 200;

  /** How often it answers first that it has too much to do. */
  private int busy;

  private String body = "";
  private byte[] received = new byte[0];
  private String path = "";

  @BeforeEach
  void start() throws IOException, FormatException {
    key = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    witness = new Witness("w1", key.verifier(), null);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          path = exchange.getRequestURI().getPath();
          received = exchange.getRequestBody().readAllBytes();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          if (busy > 0) {
            busy--;
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(429, -1);
          } else {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void takesACosignatureAndPostsWhatTheSpecificationSays() throws IOException, FormatException {
    body = cosigned(key, 7);
    Reply reply = submit();
    assertThat(reply).isEqualTo(new Reply.Cosigned(key.cosign(log.checkpoint(7).print(), TIME)));
    assertThat(received).isEqualTo(request.encode());
    assertThat(AddCheckpoint.parse(received).encode()).isEqualTo(request.encode());
    assertThat(path).isEqualTo("/below/add-checkpoint");
    try (WitnessClient client = new WitnessClient(PATIENCE)) {
      client.submit(witness, URI.create(at() + "/with-slash/"), request);
    }
    assertThat(path).isEqualTo("/with-slash/add-checkpoint");
  }

  @Test
  void ignoresCosignaturesOfKeysThatItDoesNotKnow() throws IOException, FormatException {
    SigningKey other = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    String postQuantum = new NoteSignature("w1", 77, new byte[2420 + 8]).print() + "\n";
    body = cosigned(other, 7) + postQuantum + cosigned(key, 7);
    assertThat(submit()).isEqualTo(new Reply.Cosigned(key.cosign(log.checkpoint(7).print(), TIME)));
  }

  @Test
  void takesTheSizeOfAConflict() throws IOException {
    status = 409;
    body = "5\n";
    assertThat(submit()).isEqualTo(new Reply.Other(5));
  }

  @Test
  @Tag("slow")
  void asksOnceMoreWhereAWitnessHasTooMuchToDo() throws IOException {
    body = cosigned(key, 7);
    busy = 1;
    assertThat(submit()).isEqualTo(new Reply.Cosigned(key.cosign(log.checkpoint(7).print(), TIME)));
    busy = 2;
    refused("answered 429");
    assertThat(busy).isZero();
  }

  @Test
  void refusesWrongAnswers() throws FormatException {
    SigningKey other = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    for (String wrong :
        new String[] {
          "",
          "\n",
          "ok\n",
          "<html>Please log in to the network</html>\n",
          cosigned(other, 7),
          cosigned(key, 6),
          cosigned(key, 7).strip(),
          log.note(7).signatures().getFirst().print() + "\n",
          "login first\n" + cosigned(key, 7)
        }) {
      status = 200;
      body = wrong;
      refused("answered what it should not");
    }
    for (String wrong : new String[] {"", "\n", "five\n", "-1\n", "05\n", "9".repeat(30)}) {
      status = 409;
      body = wrong;
      refused("answered what it should not");
    }
  }

  @Test
  void tellsWhatARefusalSaysWithoutItsControlCharacters() {
    status = 403;
    body = "no \u001b[31msignature\nsecond line";
    refused("answered 403: no  [31msignature");
    status = 500;
    body = "";
    refused("answered 500: nothing");
  }

  @Test
  void followsNoRedirect() {
    for (int moved : new int[] {301, 302, 307, 308}) {
      status = moved;
      refused("answered " + moved);
    }
  }

  @Test
  void refusesAnAnswerThatIsTooLong() {
    body = "x".repeat(1 << 20);
    refused("gives no answer");
  }

  @Test
  void saysWhereNobodyListens() {
    server.stop(0);
    refused("cannot be reached");
  }

  @Test
  @Tag("slow")
  void doesNotWaitForOneThatNeverAnswers() throws IOException {
    raw("", false);
    raw("HTTP/1.1 200 OK\r\nContent-Le", false);
  }

  @Test
  @Tag("slow")
  void doesNotWaitForTheEndOfADrip() throws IOException {
    raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", true);
    raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true);
    raw("HTTP/1.1 200 OK\r\nX-Endless: ", true);
  }

  /** Answers so much, and then drips or hangs for ever. */
  private void raw(String head, boolean drips) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket accepted = socket.accept();
                OutputStream out = accepted.getOutputStream()) {
              out.write(head.getBytes(StandardCharsets.US_ASCII));
              out.flush();
              while (true) {
                Thread.sleep(50);
                if (drips) {
                  out.write(
                      head.contains("chunked")
                          ? "1\r\na\r\n".getBytes(StandardCharsets.US_ASCII)
                          : new byte[] {'a'});
                  out.flush();
                }
              }
            } catch (IOException | InterruptedException e) {
              // the client is gone, which is what it should be
            }
          });
      long begun = System.nanoTime();
      try (WitnessClient client = new WitnessClient(PATIENCE)) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() ->
                client.submit(
                    witness, URI.create("http://127.0.0.1:" + socket.getLocalPort()), request))
            .withMessageStartingWith("Witness w1 ");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(head).isLessThan(SOON);
    }
  }

  @Test
  void requestsRoundTripAndOthersAreRefused() throws FormatException {
    for (int[] sizes : new int[][] {{0, 1}, {0, 300}, {1, 300}, {128, 256}, {299, 300}, {7, 7}}) {
      AddCheckpoint sent = log.request(sizes[0], sizes[1]);
      AddCheckpoint read = AddCheckpoint.parse(sent.encode());
      assertThat(read.encode()).isEqualTo(sent.encode());
      assertThat(read.old()).isEqualTo(sizes[0]);
      assertThat(read.checkpoint()).isEqualTo(sent.checkpoint());
    }
    String good = new String(log.request(3, 7).encode(), StandardCharsets.UTF_8);
    List<String> bad =
        List.of(
            "",
            "old 3",
            "old 3\n\n",
            good.replace("old 3", "old 03"),
            good.replace("old 3", "old +3"),
            good.replace("old 3", "old  3"),
            good.replace("old 3", "Old 3"),
            good.replace("old 3", "old -3"),
            good.replace("old 3\n", "old 3\r\n"),
            good.replace("old 3\n", "old 3\nAAAA\n"),
            good.replace("old 3\n", "old 3\n" + "A".repeat(43) + "=\n".repeat(1) + "x\n"),
            good.replace("old 3\n", "old 3\n" + ("A".repeat(43) + "=\n").repeat(64)),
            good.strip());
    for (String request : bad) {
      assertThatExceptionOfType(FormatException.class)
          .as(request)
          .isThrownBy(() -> AddCheckpoint.parse(request.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private String cosigned(SigningKey by, int size) {
    return by.cosign(log.checkpoint(size).print(), TIME).print() + "\n";
  }

  private String at() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Reply submit() throws IOException {
    try (WitnessClient client = new WitnessClient(SOON)) {
      return client.submit(witness, URI.create(at() + "/below"), request);
    }
  }

  private void refused(String why) {
    assertThatExceptionOfType(IOException.class)
        .as("%d %s", status, body)
        .isThrownBy(this::submit)
        .withMessageStartingWith("Witness w1 ")
        .withMessageContaining(why);
  }
}
