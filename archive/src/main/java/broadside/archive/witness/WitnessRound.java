package broadside.archive.witness;

import broadside.archive.witness.WitnessClient.Reply;
import broadside.proof.log.TileReader;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Witness;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * What several witnesses said who were asked, at a time, to cosign a log that is held.
 *
 * @param lines their cosignatures, which hold
 * @param others a sentence on each who has signed something else last
 * @param failures a sentence on each who gave no answer, or none that could be used
 */
public record WitnessRound(List<NoteSignature> lines, List<String> others, List<String> failures) {
  private static final int PAUSE_MILLIS = 20;

  public WitnessRound {
    lines = List.copyOf(lines);
    others = List.copyOf(others);
    failures = List.copyOf(failures);
  }

  /**
   * Asks them.
   *
   * @param size entries of the log that the checkpoint signs
   * @param tiles of it
   * @throws InterruptedIOException where the caller stopped it
   */
  public static WitnessRound of(
      Map<Witness, URI> witnesses,
      SignedNote checkpoint,
      long size,
      TileReader tiles,
      BooleanSupplier isCancelled)
      throws IOException {
    List<NoteSignature> lines = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    try (WitnessClient client = new WitnessClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Witness, Future<Reply>> replies = new LinkedHashMap<>();
      witnesses.forEach((witness, url) ->
          replies.put(
              witness, threads.submit(() -> client.cosign(witness, url, checkpoint, size, tiles))));
      try {
        for (Map.Entry<Witness, Future<Reply>> reply : replies.entrySet()) {
          try {
            switch (await(reply.getValue(), isCancelled)) {
              case Reply.Cosigned(var line) -> lines.add(line);
              case Reply.Other(long other) -> others.add(other(reply.getKey(), other, size));
            }
          } catch (InterruptedIOException e) {
            throw e;
          } catch (IOException e) {
            failures.add(String.valueOf(e.getMessage()));
          }
        }
      } finally {
        threads.shutdownNow();
      }
    }
    return new WitnessRound(lines, others, failures);
  }

  private static String other(Witness witness, long other, long size) {
    return other > size
        ? "Witness %s has signed a log of %d entries, and %d are held here: what is newer is on its way, or is held back from you."
            .formatted(witness.name(), other, size)
        : "Witness %s has signed another log of %d entries than the one of %d that is held here."
            .formatted(witness.name(), other, size);
  }

  private static Reply await(Future<Reply> reply, BooleanSupplier isCancelled) throws IOException {
    try {
      while (!reply.isDone()) {
        if (isCancelled.getAsBoolean()) {
          throw new InterruptedIOException("stopped while witnesses were asked");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return reply.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while witnesses were asked");
    }
  }
}
