package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever sends something that is no note, or no whole one, or thousands. */
@Tag("slow")
class NoteDeskTest {
  private static final Instant NOW = SealedSample.HOUR;
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir static Path directory;
  private static SealedSample sample;
  private static SealedStatement seal;
  private static SiteUnderTest site;

  @BeforeAll
  static void start() throws Exception {
    sample = SealedSample.in(directory);
    sample.publication().release("", List.of(SampleMails.QUAY));
    seal =
        sample.seal(new Terms(SealedSample.HOUR, 48, 10, true), List.of(SampleMails.REPLY), false);
    site =
        SiteUnderTest.start(
            sample.publication(),
            SiteOptions.of(directory)
                .withPort(0)
                .withNotes(true)
                .withLimits(impatient())
                .withClock(() -> NOW));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  /** Four notes at a time, half a second for each. */
  private static SiteLimits impatient() {
    Narrow narrow = new Narrow();
    narrow.notes = 4;
    narrow.notePatience = Duration.ofMillis(500);
    narrow.idle = Duration.ofSeconds(1);
    return narrow.limits();
  }

  private static HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
    return site.client.send(
        HttpRequest.newBuilder(site.at(path)).POST(body).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Test
  void refusesWhatIsNoNoteOfTheRelease() throws Exception {
    for (String text :
        List.of("", "hello", "x".repeat(NoteBox.BYTES), seal.print().substring(0, 900))) {
      HttpResponse<String> answer = post("/sealed/2/notes", BodyPublishers.ofString(text));
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body()).contains("no receipt and no share");
    }
    assertThat(post("/sealed/1/notes", BodyPublishers.ofString("x")).statusCode()).isEqualTo(404);
    assertThat(post("/sealed/9/notes", BodyPublishers.ofString("x")).statusCode()).isEqualTo(404);
    assertThat(post("/sealed/2/part-1.age", BodyPublishers.ofString("x")).statusCode())
        .isEqualTo(405);
    HttpResponse<String> get = site.get("/sealed/2/notes");
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("allow")).hasValue("POST");
  }

  @Test
  void readsNoMoreThanANoteHas() throws Exception {
    byte[] large = new byte[2 * NoteBox.BYTES];
    assertThat(
            post("/sealed/2/notes", BodyPublishers.ofByteArray(large, 0, NoteBox.BYTES + 1))
                .statusCode())
        .isEqualTo(413);
    HttpResponse<String> chunked =
        post(
            "/sealed/2/notes",
            BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(large, 0, NoteBox.BYTES + 1)));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("2048 bytes at most");
  }

  @Test
  void cutsOffWhoLetsANoteTrickleOrSendsHalfOfOne() throws Exception {
    String head = "POST /sealed/2/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n";
    assertThat(answer(head, 100)).startsWith("HTTP/1.1 408");
    assertThat(answer(head, 0)).startsWith("HTTP/1.1 408");
    assertThat(site.get("/releases/2").statusCode()).isEqualTo(200);
  }

  /** What comes to who sends a byte now and then, or none. */
  private static String answer(String head, int everyMillis) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.site.uri().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS); // where it is not closed, reading fails
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      Thread trickle =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (everyMillis > 0) {
                    out.write('x');
                    Thread.sleep(everyMillis);
                  }
                } catch (IOException | InterruptedException e) {
                  // it was cut off
                }
              });
      try {
        return new String(socket.getInputStream().readNBytes(40), StandardCharsets.US_ASCII);
      } catch (SocketException reset) {
        return "";
      } finally {
        trickle.interrupt();
        trickle.join();
      }
    }
  }

  @Test
  void readsOnWhileNotesFlood() throws Exception {
    byte[] forged = sample.share(seal, 1);
    forged[forged.length - 8] ^= 1;
    ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    List<Thread> flood = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      flood.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int j = 0; j < 20; j++) {
                  try {
                    answers.add(
                        post("/sealed/2/notes", BodyPublishers.ofByteArray(forged)).statusCode());
                  } catch (Exception e) {
                    answers.add(-1);
                  }
                }
              }));
    }
    for (int i = 0; i < 50; i++) {
      assertThat(site.get("/releases/2").statusCode()).isEqualTo(200);
    }
    for (Thread thread : flood) {
      thread.join();
    }
    // 408 where the machine is so busy that a note takes too long to come
    assertThat(answers).hasSize(640).contains(422).isSubsetOf(422, 503, 408);
    try (Stream<Path> files = Files.list(SealedDirectory.of(directory, 2).path())) {
      assertThat(files.map(f -> String.valueOf(f.getFileName()))).allMatch(f -> f.endsWith(".age"));
    }
  }

  @Test
  void whoSendsHalfANoteIsToldThatItIsLateAndMakesRoom() throws Exception {
    Narrow narrow = patient();
    narrow.notePatience = Duration.ofSeconds(2);
    try (SiteUnderTest open = start(narrow)) {
      List<SlowReader> silent = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          silent.add(half(open));
        }
        List<Integer> statuses = new ArrayList<>();
        for (SlowReader sender : silent) {
          statuses.add(sender.status());
        }
        assertThat(statuses).contains(408).isSubsetOf(408, 503);
        assertTaken(open, sample.receipt(seal, 1), "192.0.2.8");
      } finally {
        close(silent);
      }
    }
    Files.delete(SealedDirectory.of(directory, 2).receipt(1));
  }

  @Test
  void halvesOfNotesFromOneAddressLeaveRoomForOthers() throws Exception {
    Narrow narrow = patient();
    narrow.notePatience = Duration.ofMinutes(10);
    try (SiteUnderTest open = start(narrow)) {
      List<SlowReader> silent = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          silent.add(half(open, "X-Forwarded-For: 192.0.2.7\r\n"));
        }
        assertRefused(silent, 296);
        assertTaken(open, sample.receipt(seal, 2), "192.0.2.8");
      } finally {
        close(silent);
      }
    }
    Files.delete(SealedDirectory.of(directory, 2).receipt(2));
  }

  /** Waits until so many of them are refused; the others are in work. */
  private static void assertRefused(List<SlowReader> senders, int count) throws Exception {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    List<SlowReader> open = new ArrayList<>(senders);
    while (open.size() > senders.size() - count) {
      assertThat(System.nanoTime()).isLessThan(end);
      for (SlowReader sender : List.copyOf(open)) {
        if (sender.isAnswered()) {
          assertThat(sender.status()).isEqualTo(429);
          open.remove(sender);
        }
      }
      Thread.sleep(20);
    }
  }

  /** Nothing but the desk is in anybody's way. */
  private static Narrow patient() {
    Narrow narrow = new Narrow();
    narrow.idle = Duration.ofMinutes(10);
    narrow.burst = 10_000;
    narrow.requestsPerAddress = 1_000;
    narrow.responsesPerAddress = 1_000;
    return narrow;
  }

  private static SiteUnderTest start(Narrow narrow) throws IOException {
    return SiteUnderTest.start(
        sample.publication(),
        SiteOptions.of(directory)
            .withPort(0)
            .withNotes(true)
            .withTrustedProxies(Set.of("127.0.0.1"))
            .withLimits(narrow.limits())
            .withClock(() -> NOW));
  }

  private static SlowReader half(SiteUnderTest open, String... headers) throws IOException {
    return SlowReader.ask(
        open.site.uri(),
        "POST",
        "/sealed/2/notes",
        String.join("", headers) + "Content-Length: 2000\r\n");
  }

  private static void close(List<SlowReader> silent) throws IOException {
    for (SlowReader sender : silent) {
      sender.close();
    }
  }

  private static void assertTaken(SiteUnderTest open, byte[] note, String from) throws Exception {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    int status = send(open, note, from);
    while (status == 503) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
      status = send(open, note, from);
    }
    assertThat(status).isEqualTo(201);
  }

  private static int send(SiteUnderTest open, byte[] note, String from) throws Exception {
    return open.client
        .send(
            HttpRequest.newBuilder(open.at("/sealed/2/notes"))
                .timeout(SiteUnderTest.PATIENCE)
                .header("X-Forwarded-For", from)
                .POST(BodyPublishers.ofByteArray(note))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void aNoteThatCannotBeKeptIsTakenWhenItComesAgain() throws Exception {
    SealedDirectory place = SealedDirectory.of(directory, 2);
    Path aside = directory.resolve("aside-2");
    Files.move(place.path(), aside);
    Files.writeString(place.path(), "in the way");
    try {
      HttpResponse<String> answer =
          post("/sealed/2/notes", BodyPublishers.ofByteArray(sample.receipt(seal, 3)));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
    } finally {
      Files.delete(place.path());
      Files.move(aside, place.path());
    }
    assertThat(
            post("/sealed/2/notes", BodyPublishers.ofByteArray(sample.receipt(seal, 3)))
                .statusCode())
        .isEqualTo(201);
    Files.delete(place.receipt(3));
  }

  @Test
  void aServerThatTakesNoNotesSaysSo() throws Exception {
    SiteOptions options = SiteOptions.of(directory).withPort(0).withClock(() -> NOW);
    try (SiteUnderTest closed = SiteUnderTest.start(sample.publication(), options)) {
      HttpResponse<String> refused =
          closed.client.send(
              HttpRequest.newBuilder(closed.at("/sealed/2/notes"))
                  .POST(BodyPublishers.ofByteArray(sample.receipt(seal, 1)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(405);
      assertThat(refused.headers().firstValue("allow")).hasValue("GET, HEAD");
      assertThat(closed.get("/sealed/2/notes").statusCode()).isEqualTo(404);
    }
    assertThat(SealedDirectory.of(directory, 2).receipt(1)).doesNotExist();
  }
}
