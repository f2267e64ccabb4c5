package broadside.archive.custodian;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.custodian.Postbox.Kind;
import broadside.archive.mirror.FileServer;
import broadside.archive.mirror.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What upstreams answer to a note, and what they do instead. */
class PostboxTest {
  private static final byte[] NOTE = "broadside/v1 share\n".getBytes(StandardCharsets.UTF_8);

  /** Longer than any answer takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private FileServer server;
  private Postbox postbox;

  @BeforeEach
  void listen() throws IOException {
    server = FileServer.of(directory);
    postbox = new Postbox(PATIENCE);
  }

  @AfterEach
  void close() {
    postbox.close();
    server.close();
  }

  private Postbox.Answer answer(int status, String body) throws IOException {
    server.answer(
        "sealed/7/notes",
        exchange -> FileServer.send(exchange, status, body.getBytes(StandardCharsets.UTF_8)));
    return postbox.send(List.of(server.upstream()), 7, NOTE).getFirst();
  }

  @Test
  void saysWhatBecameOfTheNote() throws IOException {
    assertThat(answer(201, "Taken.\n").kind()).isEqualTo(Kind.TAKEN);
    assertThat(answer(200, "Known.\n").isTaken()).isTrue();
    Postbox.Answer early = answer(425, "Release 7 is due at nine.\nSecond line\n");
    assertThat(early.kind()).isEqualTo(Kind.EARLY);
    assertThat(early.isTaken()).isFalse();
    assertThat(early.isForNow()).isTrue();
    assertThat(early.sentence()).isEqualTo("Release 7 is due at nine.");
    assertThat(answer(422, "No custodian signed it.").kind()).isEqualTo(Kind.REFUSED);
    assertThat(answer(404, "").sentence()).contains("takes no notes");
    assertThat(answer(405, "").kind()).isEqualTo(Kind.NOBODY);
    assertThat(answer(302, "").kind()).isEqualTo(Kind.NOBODY);
    Postbox.Answer later = answer(503, "later");
    assertThat(later.kind()).isEqualTo(Kind.LATER);
    assertThat(later.sentence()).isEqualTo("answers 503: later");
    assertThat(later.isForNow()).isTrue();
    assertThat(answer(429, "").kind()).isEqualTo(Kind.LATER);
    assertThat(answer(500, "").kind()).isEqualTo(Kind.NOBODY);
  }

  @Test
  void sendsTheBytesOfTheNoteAsText() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    server.answer(
        "sealed/7/notes",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          seen.complete(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + body);
          FileServer.send(exchange, 201, new byte[0]);
        });
    assertThat(postbox.send(List.of(server.upstream()), 7, NOTE).getFirst().isTaken()).isTrue();
    assertThat(seen.get()).isEqualTo("POST text/plain; charset=utf-8 broadside/v1 share\n");
  }

  @Test
  void whatAStrangerWritesDoesNothingToATerminal() throws IOException {
    Postbox.Answer answer = answer(422, "No\u001b[2J\u0007 " + "x".repeat(900));
    assertThat(answer.sentence()).doesNotContain("\u001b", "\u0007").hasSizeLessThan(310);
    assertThat(answer(422, "x".repeat(1 << 16)).kind()).isEqualTo(Kind.NOBODY);
  }

  @Test
  @Tag("slow")
  void everyOneIsAskedThoughSomeAreSilent() throws Exception {
    FileServer gone = FileServer.of(directory);
    Upstream nobody = gone.upstream();
    gone.close();
    try (FileServer slow = FileServer.of(directory);
        Postbox impatient = new Postbox(Duration.ofSeconds(2))) {
      slow.answer(
          "sealed/7/notes",
          exchange -> {
            try {
              Thread.sleep(5_000);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      server.answer("sealed/7/notes", exchange -> FileServer.send(exchange, 201, new byte[0]));
      List<Upstream> all = new ArrayList<>(List.of(nobody, slow.upstream(), server.upstream()));
      List<Postbox.Answer> answers = impatient.send(all, 7, NOTE);
      assertThat(answers.stream().map(Postbox.Answer::upstream)).isEqualTo(all);
      assertThat(answers.stream().map(Postbox.Answer::kind))
          .containsExactly(Kind.NOBODY, Kind.NOBODY, Kind.TAKEN);
      assertThat(answers.getFirst().sentence()).isEqualTo("cannot be reached");
    }
  }
}
