package broadside.archive.custodian;

import broadside.archive.log.CheckedLog;
import broadside.archive.mirror.Claim;
import broadside.archive.witness.WitnessClient;
import broadside.archive.witness.WitnessClient.Reply;
import broadside.proof.history.Sighting;
import broadside.proof.log.TileReader;
import broadside.proof.note.Cosignature;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Witness;
import broadside.proof.text.FormatException;
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

/**
 * The times that witnesses of one policy have signed on checkpoints of one log: on the one that is
 * held, on those that upstreams show, and on what is held when they are asked.
 *
 * <p>A checkpoint that is no larger than what is held counts where it is an earlier state of it, or
 * the same. A larger one counts with its size, so that it says nothing until what makes it larger
 * is known. One that contradicts what is held is dropped.
 *
 * <p><b>Threads:</b> one; it uses others.
 */
final class Sightings {
  private final CheckedLog log;
  private final TileReader tiles;
  private final LogPolicy policy;
  private final List<Sighting> all = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  /**
   * None as yet.
   *
   * @param tiles of the log
   */
  Sightings(CheckedLog log, TileReader tiles, LogPolicy policy) {
    this.log = log;
    this.tiles = tiles;
    this.policy = policy;
  }

  /** Those so far. */
  List<Sighting> all() {
    return List.copyOf(all);
  }

  /** Sentences on what was passed over. */
  List<String> told() {
    return List.copyOf(told);
  }

  /** Adds those on the checkpoint that is held. */
  void addHeld() {
    log.note().signatures().forEach(line -> add(log.note().text(), line, size()));
  }

  /** Adds those on a checkpoint that an upstream shows. */
  void add(Claim claim) throws IOException {
    long shown = claim.checkpoint().size();
    if (shown <= size() && !claim.isWithin(tiles, size())) {
      told.add(
          "%s shows a log of %d entries that contradicts the one held here: what witnesses signed there does not count."
              .formatted(claim.upstream(), shown));
      return;
    }
    if (shown > size()) {
      told.add(
          "%s shows %d entries of the log, and %d could be checked here: what witnesses signed there does not count before the rest is here."
              .formatted(claim.upstream(), shown, size()));
    }
    claim.note().signatures().forEach(line -> add(claim.note().text(), line, shown));
  }

  /** Asks these witnesses to sign what is held, at their time. */
  void ask(List<Witness> silent) throws IOException {
    Map<Witness, Future<Reply>> replies = new LinkedHashMap<>();
    try (WitnessClient client = new WitnessClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Witness witness : silent) {
        URI url = witness.url();
        if (url == null) {
          told.add("Witness " + witness.name() + " has no address in the policy.");
        } else {
          replies.put(
              witness,
              threads.submit(() -> client.cosign(witness, url, log.note(), size(), tiles)));
        }
      }
      for (Map.Entry<Witness, Future<Reply>> reply : replies.entrySet()) {
        take(reply.getKey(), reply.getValue());
      }
    }
  }

  private void take(Witness witness, Future<Reply> reply) throws IOException {
    try {
      switch (reply.get()) {
        case Reply.Cosigned(var line) -> add(log.note().text(), line, size());
        case Reply.Other(long other) ->
            told.add(
                other > size()
                    ? "Witness %s has signed a log of %d entries, and %d are held here: what is newer is on its way, or is held back from you."
                        .formatted(witness.name(), other, size())
                    : "Witness %s has signed another log of %d entries than the one of %d that is held here."
                        .formatted(witness.name(), other, size()));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof IOException failure)) {
        throw new IllegalStateException(e.getCause());
      }
      told.add(String.valueOf(failure.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while waiting for witness " + witness.name());
    }
  }

  /** A line alone, so that one that does not hold spoils no other. */
  private void add(String checkpoint, NoteSignature line, long size) {
    SignedNote alone = new SignedNote(checkpoint, List.of(line));
    try {
      Cosignature.times(alone, policy.witnessKeys())
          .forEach((witness, time) -> all.add(new Sighting(witness, time, size)));
    } catch (FormatException e) {
      told.add("A line of a checkpoint does not count: " + e.getMessage() + ".");
    }
  }

  private long size() {
    return log.seen().checkpoint().size();
  }
}
