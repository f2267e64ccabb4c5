package broadside.site.witness;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.SampleLogTree;
import broadside.archive.witness.AddCheckpoint;
import broadside.archive.witness.Witness;
import broadside.archive.witness.WitnessClient;
import broadside.archive.witness.WitnessClient.Reply;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.Cosignature;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import broadside.site.SlowSender;
import broadside.site.http.LeastPace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer of C2SP tlog-witness, from a witness on loopback. */
class WitnessServerTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path scratch;
  private final SampleLogTree log = SampleLogTree.named("harbour.example/log");
  private final HttpClient client = HttpClient.newHttpClient();
  private SigningKey key;
  private WitnessServer server;

  @BeforeEach
  void start() throws IOException, FormatException {
    key = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    start(TIME);
  }

  private void start(Instant now) throws IOException {
    start(now, Set.of());
  }

  private void start(Instant now, Set<String> proxies) throws IOException {
    server = WitnessServer.start(witness(now), "127.0.0.1", 0, proxies);
  }

  private Witness witness(Instant now) throws IOException {
    return new Witness(
        scratch.resolve("state"),
        key,
        List.of(log.key().verifier()),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    client.close();
  }

  @Test
  void answers200WithACosignature() throws IOException, InterruptedException, FormatException {
    HttpResponse<String> answer = post(log.request(0, 7).encode());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("— witness.example/w1 ").endsWith("\n").hasLineCount(1);
    assertThat(time(answer, 7)).isEqualTo(TIME);
    assertThat(post(log.request(7, 9).encode()).statusCode()).isEqualTo(200);
  }

  @Test
  void answers400ToWhatIsNoRequestAndToAnOldSizeAboveTheCheckpoints()
      throws IOException, InterruptedException {
    for (String body : new String[] {"", "old\n", "old 0\n\n", "old 0\n\nnot a note\n"}) {
      assertThat(post(body.getBytes(StandardCharsets.UTF_8)).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(post(new byte[] {(byte) 0xff, 10, 10}).statusCode()).isEqualTo(400);
    assertThat(post(new AddCheckpoint(8, List.of(), log.note(7)).encode()).statusCode())
        .isEqualTo(400);
    assertUnsigned();
  }

  @Test
  void answers403WithoutASignatureOfTheLogsKey()
      throws IOException, InterruptedException, FormatException {
    SigningKey other = SigningKey.generate("harbour.example/log", KeyType.NOTE);
    String text = log.checkpoint(7).print();
    SignedNote note = new SignedNote(text, List.of(other.sign(text)));
    assertThat(post(new AddCheckpoint(0, List.of(), note).encode()).statusCode()).isEqualTo(403);
    NoteSignature good = log.key().sign(log.checkpoint(6).print());
    SignedNote wrong = new SignedNote(text, List.of(good)); // of another text
    assertThat(post(new AddCheckpoint(0, List.of(), wrong).encode()).statusCode()).isEqualTo(403);
    // An old size above the checkpoint's tells a stranger nothing either.
    assertThat(post(new AddCheckpoint(9, List.of(), note).encode()).statusCode()).isEqualTo(403);
    assertUnsigned();
    // Lines by keys that are not known do no harm.
    SignedNote both = note.with(log.key().sign(text));
    assertThat(post(new AddCheckpoint(0, List.of(), both).encode()).statusCode()).isEqualTo(200);
  }

  @Test
  void answers404ToAnUnknownLogAndAnotherPathAnd405ToAGet()
      throws IOException, InterruptedException {
    SampleLogTree unknown = SampleLogTree.named("unknown.example/log");
    assertThat(post(unknown.request(0, 7).encode()).statusCode()).isEqualTo(404);
    for (String path :
        new String[] {"/", "/add-entries", "/add-checkpoint/", "/x/add-checkpoint"}) {
      HttpRequest other =
          HttpRequest.newBuilder(server.uri().resolve(path))
              .POST(BodyPublishers.ofByteArray(log.request(0, 7).encode()))
              .build();
      assertThat(send(other).statusCode()).as(path).isEqualTo(404);
    }
    HttpResponse<String> get =
        send(HttpRequest.newBuilder(server.uri().resolve("/add-checkpoint")).GET().build());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("allow")).contains("POST");
    assertUnsigned();
  }

  @Test
  void answers409WithTheSizeThatItHasSignedLast() throws IOException, InterruptedException {
    conflict(log.request(3, 9), "0\n");
    assertThat(post(log.request(0, 7).encode()).statusCode()).isEqualTo(200);
    conflict(log.request(0, 7), "7\n");
    conflict(log.request(0, 3), "7\n");
    conflict(log.request(3, 5), "7\n");
    conflict(log.request(8, 9), "7\n");
    conflict(log.branch(3).request(7, 7), "7\n"); // as large, with another root
    assertThat(post(log.request(7, 9).encode()).statusCode()).isEqualTo(200);
    conflict(log.request(7, 9), "9\n");
  }

  private void conflict(AddCheckpoint request, String size)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = post(request.encode());
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).isEqualTo(size);
    assertThat(answer.headers().firstValue("content-type")).contains("text/x.tlog.size");
  }

  @Test
  void answers422ToAProofThatDoesNotHold() throws IOException, InterruptedException {
    assertThat(post(new AddCheckpoint(0, log.proof(3, 7), log.note(7)).encode()).statusCode())
        .isEqualTo(422);
    assertUnsigned();
    assertThat(post(log.request(0, 7).encode()).statusCode()).isEqualTo(200);
    SampleLogTree fork = log.branch(5);
    for (AddCheckpoint request :
        List.of(
            new AddCheckpoint(7, List.of(), log.note(9)),
            new AddCheckpoint(7, log.proof(6, 9), log.note(9)),
            new AddCheckpoint(7, log.proof(7, 9), log.note(10)),
            fork.request(7, 9),
            new AddCheckpoint(7, log.proof(7, 9), fork.note(9)))) {
      assertThat(post(request.encode()).statusCode()).isEqualTo(422);
    }
    assertThat(post(log.request(7, 9).encode()).statusCode()).isEqualTo(200);
  }

  /** It answers before all is sent, and hangs up: so nobody here sends more than it reads. */
  @Test
  void refusesABodyThatIsTooLarge() throws IOException {
    int tooMany = AddCheckpoint.BYTES + 1;
    assertThat(status("Content-Length: " + tooMany + "\r\n\r\n", 0)).isEqualTo("413");
    String chunk = Integer.toHexString(2 * tooMany);
    assertThat(status("Transfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n", tooMany))
        .isEqualTo("413");
    assertUnsigned();
  }

  /** Of the answer to a head's last lines and so many bytes of a body. */
  private String status(String headers, int bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n" + headers)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[bytes]);
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(line, StandardCharsets.US_ASCII).replace("HTTP/1.1 ", "");
    }
  }

  @Test
  void aBodyThatNeverComesHoldsUpNobody() throws IOException, InterruptedException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
        socket
            .getOutputStream()
            .write(
                "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 900\r\n\r\nold "
                    .getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve("/add-checkpoint"))
              .timeout(Duration.ofSeconds(30))
              .POST(BodyPublishers.ofByteArray(log.request(0, 7).encode()))
              .build();
      assertThat(send(request).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 900\r\n\r\n"})
  @Tag("slow")
  void whoSendsARequestByteByByteIsNotHeardForEver(String atOnce) throws IOException {
    server.close();
    LeastPace pace =
        new LeastPace(
            Duration.ofSeconds(10),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            512,
            Duration.ofSeconds(10));
    server = WitnessServer.start(witness(TIME), "127.0.0.1", 0, Set.of(), pace);
    try (SlowSender sender = SlowSender.to(server.uri())) {
      sender.say(atOnce);
      assertThat(sender.isEndedWhileItDrips("o")).isTrue();
    }
  }

  @Test
  void countsThoseBehindAProxyApart() throws IOException, InterruptedException {
    server.close();
    start(TIME, Set.of("127.0.0.1"));
    HttpResponse<String> refused = null;
    for (int i = 0; i < 1_000 && refused == null; i++) {
      HttpResponse<String> answer = send(from("192.0.2.7", "/nothing").GET().build());
      assertThat(answer.statusCode()).isIn(404, 429);
      assertThat(answer.body()).isEmpty();
      refused = answer.statusCode() == 429 ? answer : null;
    }
    assertThat(refused).isNotNull();
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    HttpRequest other =
        from("192.0.2.8", "/add-checkpoint")
            .POST(BodyPublishers.ofByteArray(log.request(0, 7).encode()))
            .build();
    assertThat(send(other).statusCode()).isEqualTo(200);
  }

  private HttpRequest.Builder from(String address, String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path)).header("X-Forwarded-For", address);
  }

  /** All at once, each from the same size: one of them wins, and what it signed stays. */
  @Test
  void racingSubmissionsNeverRollBack() throws IOException, InterruptedException {
    assertThat(post(log.request(0, 7).encode()).statusCode()).isEqualTo(200);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int size = 8; size < 28; size++) {
      answers.add(
          client.sendAsync(
              request(log.request(7, size).encode()), HttpResponse.BodyHandlers.ofString()));
    }
    List<Integer> signed = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      HttpResponse<String> answer = answers.get(i).join();
      assertThat(answer.statusCode()).isIn(200, 409);
      if (answer.statusCode() == 200) {
        signed.add(8 + i);
      }
    }
    assertThat(signed).hasSize(1);
    conflict(log.request(0, 28), signed.getFirst() + "\n");
  }

  @Test
  void knowsWhatItSignedAfterARestart() throws IOException, InterruptedException {
    assertThat(post(log.request(0, 7).encode()).statusCode()).isEqualTo(200);
    server.close();
    start(TIME);
    conflict(log.request(0, 9), "7\n");
    assertThat(post(log.branch(2).request(7, 9).encode()).statusCode()).isEqualTo(422);
    assertThat(post(log.request(7, 9).encode()).statusCode()).isEqualTo(200);
  }

  @Test
  void signsTheSameAgainWithANewerTime() throws IOException, InterruptedException, FormatException {
    assertThat(time(post(log.request(0, 7).encode()), 7)).isEqualTo(TIME);
    server.close();
    start(TIME.plusSeconds(3600));
    assertThat(time(post(log.request(7, 7).encode()), 7)).isEqualTo(TIME.plusSeconds(3600));
  }

  @Test
  void answers500AndSignsNothingWhereItsMemoryIsDamaged() throws IOException, InterruptedException {
    assertThat(post(log.request(0, 7).encode()).statusCode()).isEqualTo(200);
    Path state;
    try (Stream<Path> files = Files.list(scratch.resolve("state"))) {
      state = files.filter(f -> !f.endsWith("lock")).findFirst().orElseThrow();
    }
    byte[] good = Files.readAllBytes(state);
    Files.writeString(state, "rubbish");
    for (AddCheckpoint request : List.of(log.request(0, 9), log.request(7, 9))) {
      HttpResponse<String> answer = post(request.encode());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .doesNotContain("—")
          .doesNotContain(scratch.toString())
          .doesNotContain("Exception");
    }
    Files.write(state, good);
    assertThat(post(log.request(7, 9).encode()).statusCode()).isEqualTo(200);
  }

  @Test
  void ourClientAndOurWitnessUnderstandEachOther() throws IOException {
    var policy = new broadside.proof.policy.Witness("w1", key.verifier(), null);
    try (WitnessClient publisher = new WitnessClient()) {
      assertThat(publisher.submit(policy, server.uri(), log.request(0, 7)))
          .isEqualTo(new Reply.Cosigned(key.cosign(log.checkpoint(7).print(), TIME)));
      assertThat(publisher.submit(policy, server.uri(), log.request(0, 9)))
          .isEqualTo(new Reply.Other(7));
      assertThat(publisher.submit(policy, server.uri(), log.request(7, 300)))
          .isEqualTo(new Reply.Cosigned(key.cosign(log.checkpoint(300).print(), TIME)));
    }
  }

  @Test
  void keepsAConnectionOpenForTheNextRequest() throws IOException {
    byte[] body = log.request(0, 7).encode();
    byte[] head =
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(10_000);
      InputStream in = socket.getInputStream();
      for (String status : new String[] {"HTTP/1.1 200 ", "HTTP/1.1 409 "}) {
        socket.getOutputStream().write(head);
        socket.getOutputStream().write(body);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
          answer.append((char) in.read());
        }
        assertThat(answer.toString()).startsWith(status);
        String length = answer.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
      }
    }
  }

  private Instant time(HttpResponse<String> answer, int size) throws FormatException {
    assertThat(answer.statusCode()).isEqualTo(200);
    Checkpoint checkpoint = log.checkpoint(size);
    SignedNote note =
        new SignedNote(checkpoint.print(), List.of(NoteSignature.parse(answer.body().strip())));
    return Cosignature.times(note, List.of(key.verifier())).get(key.verifier().publicKey());
  }

  private void assertUnsigned() throws IOException {
    assertThat(
            new Witness(
                    scratch.resolve("state"), key, List.of(log.key().verifier()), Clock.systemUTC())
                .last(log.key().verifier()))
        .isNull();
  }

  private HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
    return send(request(body));
  }

  private HttpRequest request(byte[] body) {
    return HttpRequest.newBuilder(server.uri().resolve("/add-checkpoint"))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
