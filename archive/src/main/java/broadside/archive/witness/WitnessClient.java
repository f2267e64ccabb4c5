package broadside.archive.witness;

import broadside.proof.log.TileReader;
import broadside.proof.log.TiledTree;
import broadside.proof.note.Cosignature;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks witnesses to cosign.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> {@link IOException} where a witness cannot be
 * reached, or answers what it should not.
 */
public final class WitnessClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES = 1 << 14;

  /** Before a witness is asked once more that has too much to do, at most. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Duration patience;
  private final HttpClient http;

  /** A client that waits ten seconds for a connection and an answer's head, and as long again. */
  public WitnessClient() {
    this(PATIENCE);
  }

  /** A client that waits so long. */
  WitnessClient(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What a witness answered. */
  public sealed interface Reply {
    /** Its cosignature, which holds. */
    record Cosigned(NoteSignature line) implements Reply {}

    /** It has signed another size last. */
    record Other(long size) implements Reply {}
  }

  /**
   * Asks one witness to sign a log that is at hand, also where it has signed an earlier state last.
   *
   * @param size entries of the log that the checkpoint signs
   * @param tiles of it
   */
  public Reply cosign(
      broadside.proof.policy.Witness witness,
      URI url,
      SignedNote checkpoint,
      long size,
      TileReader tiles)
      throws IOException {
    Reply reply = submit(witness, url, new AddCheckpoint(size, List.of(), checkpoint));
    if (reply instanceof Reply.Other(long old) && old >= 0 && old < size) {
      List<byte[]> proof = old == 0 ? List.of() : new TiledTree(size, tiles).consistencyProof(old);
      return submit(witness, url, new AddCheckpoint(old, proof, checkpoint));
    }
    return reply;
  }

  /** Submits a checkpoint to one witness; once more where it has too much to do at first. */
  public Reply submit(broadside.proof.policy.Witness witness, URI url, AddCheckpoint request)
      throws IOException {
    String base = url.toString();
    URI target =
        URI.create(
            base.endsWith("/") ? base + AddCheckpoint.PATH : base + "/" + AddCheckpoint.PATH);
    HttpRequest post =
        HttpRequest.newBuilder(target)
            .timeout(patience)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.encode()))
            .build();
    HttpResponse<byte[]> response = answer(witness, post);
    if (response.statusCode() == 429) {
      pause(witness, response);
      response = answer(witness, post);
    }
    try {
      String body = new String(response.body(), StandardCharsets.UTF_8);
      return switch (response.statusCode()) {
        case 200 -> new Reply.Cosigned(cosignature(witness, request.checkpoint(), body));
        case 409 -> new Reply.Other(SignedText.count(body.strip()));
        default ->
            throw new IOException(
                "Witness %s answered %d: %s"
                    .formatted(witness.name(), response.statusCode(), firstLine(body)));
      };
    } catch (FormatException e) {
      throw new IOException(
          "Witness %s answered what it should not: %s.".formatted(witness.name(), e.getMessage()),
          e);
    }
  }

  private HttpResponse<byte[]> answer(broadside.proof.policy.Witness witness, HttpRequest post)
      throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            post,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES));
    try {
      return answer.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          "Witness %s does not come to the end of its answer at %s."
              .formatted(witness.name(), post.uri()),
          e);
    } catch (ExecutionException e) {
      boolean isConnected =
          !(e.getCause() instanceof ConnectException)
              && !(e.getCause() instanceof HttpConnectTimeoutException);
      throw new IOException(
          "Witness %s %s at %s."
              .formatted(
                  witness.name(),
                  isConnected ? "gives no answer" : "cannot be reached",
                  post.uri()),
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw stopped(witness);
    }
  }

  /** Waits as long as a witness asks for that has too much to do, and {@link #PAUSE} at most. */
  private static void pause(broadside.proof.policy.Witness witness, HttpResponse<byte[]> response)
      throws IOException {
    long seconds = 1;
    try {
      seconds = SignedText.count(response.headers().firstValue("Retry-After").orElse("").strip());
    } catch (FormatException e) {
      // it says nothing, or a date
    }
    try {
      Thread.sleep(Duration.ofSeconds(Math.clamp(seconds, 1, PAUSE.toSeconds())));
    } catch (InterruptedException e) {
      throw stopped(witness);
    }
  }

  private static InterruptedIOException stopped(broadside.proof.policy.Witness witness) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("stopped while waiting for witness " + witness.name());
  }

  /** Ends all connections, whatever still comes over them. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  private static NoteSignature cosignature(
      broadside.proof.policy.Witness witness, SignedNote checkpoint, String body)
      throws FormatException {
    for (String line : SignedText.lines(body)) {
      NoteSignature signature = NoteSignature.parse(line);
      SignedNote alone = new SignedNote(checkpoint.text(), List.of(signature));
      if (!Cosignature.times(alone, List.of(witness.key())).isEmpty()) {
        return signature;
      }
    }
    throw new FormatException("no cosignature by its key");
  }

  private static String firstLine(String body) {
    return body.lines().findFirst().orElse("nothing").replaceAll("\\p{Cntrl}", " ");
  }
}
