package broadside.archive.custodian;

import broadside.archive.mirror.Upstream;
import broadside.archive.sealed.SealedDirectory;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands notes of custodians to whoever serves the publication: {@code POST sealed/N/notes}.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> what each upstream did is its answer.
 */
public final class Postbox implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int ANSWER_BYTES = 1 << 12;
  private static final int SENTENCE = 300;

  private final Duration patience;
  private final HttpClient http;

  /** A box that gives each upstream 15 seconds. */
  public Postbox() {
    this(PATIENCE);
  }

  Postbox(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * What an upstream said.
   *
   * @param sentence its own words, one line, or what happened instead
   */
  public record Answer(Upstream upstream, Kind kind, String sentence) {
    /** True where the upstream has the note now. */
    public boolean isTaken() {
      return kind == Kind.TAKEN || kind == Kind.KNOWN;
    }

    /** True where the upstream may take the note in a moment. */
    public boolean isForNow() {
      return kind == Kind.EARLY || kind == Kind.LATER;
    }
  }

  /** What became of a note. */
  public enum Kind {
    /** It is kept there. */
    TAKEN,
    /** It was there before. */
    KNOWN,
    /** It is not due by the clock there, and was not kept. */
    EARLY,
    /** It cannot be kept there at this moment, or too many come at once. */
    LATER,
    /** It is refused. */
    REFUSED,
    /** There is nobody, or nobody who takes notes. */
    NOBODY
  }

  /** Hands a note to all of them at a time. */
  public List<Answer> send(List<Upstream> upstreams, int number, byte[] note)
      throws InterruptedIOException {
    List<CompletableFuture<HttpResponse<byte[]>>> sent = new ArrayList<>();
    upstreams.forEach(upstream -> sent.add(post(upstream, number, note)));
    long deadline = System.nanoTime() + 2 * patience.toNanos();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      answers.add(answer(upstreams.get(i), sent.get(i), deadline));
    }
    return answers;
  }

  private CompletableFuture<HttpResponse<byte[]>> post(Upstream upstream, int number, byte[] note) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(upstream.base() + SealedDirectory.path(number) + "/notes"))
            .timeout(patience)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(note))
            .build();
    return http.sendAsync(
        request,
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES));
  }

  private static Answer answer(
      Upstream upstream, CompletableFuture<HttpResponse<byte[]>> sent, long deadline)
      throws InterruptedIOException {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      HttpResponse<byte[]> response = sent.get(left, TimeUnit.NANOSECONDS);
      String sentence = line(new String(response.body(), StandardCharsets.UTF_8));
      return switch (response.statusCode()) {
        case 201 -> new Answer(upstream, Kind.TAKEN, sentence);
        case 200 -> new Answer(upstream, Kind.KNOWN, sentence);
        case 425 -> new Answer(upstream, Kind.EARLY, sentence);
        case 422 -> new Answer(upstream, Kind.REFUSED, sentence);
        case 404, 405, 501 -> nobody(upstream, "takes no notes of custodians for that release");
        case 429, 503 -> new Answer(upstream, Kind.LATER, answers(response, sentence));
        default -> nobody(upstream, answers(response, sentence));
      };
    } catch (TimeoutException e) {
      boolean _ = sent.cancel(true);
      return nobody(upstream, "does not come to the end of its answer");
    } catch (ExecutionException e) {
      boolean isNobody =
          e.getCause() instanceof ConnectException
              || e.getCause() instanceof HttpConnectTimeoutException;
      return nobody(upstream, isNobody ? "cannot be reached" : "gives no answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while notes were sent");
    }
  }

  private static String answers(HttpResponse<?> response, String sentence) {
    return "answers " + response.statusCode() + (sentence.isEmpty() ? "" : ": " + sentence);
  }

  private static Answer nobody(Upstream upstream, String what) {
    return new Answer(upstream, Kind.NOBODY, what);
  }

  /** What a stranger wrote, as one line that does nothing to a terminal. */
  private static String line(String body) {
    String first = body.lines().findFirst().orElse("").replaceAll("\\p{C}", " ").strip();
    return first.length() > SENTENCE ? first.substring(0, SENTENCE) + "…" : first;
  }

  /** Ends all connections. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
