package broadside.intake.sign;

import broadside.archive.log.LogDirectory;
import broadside.archive.witness.AddCheckpoint;
import broadside.archive.witness.WitnessClient;
import broadside.archive.witness.WitnessClient.Reply;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.TiledTree;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Witness;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log's talk with its witnesses, one after the other: first what each has seen, before anything
 * is signed; then the new checkpoint.
 *
 * <p><b>Threads:</b> one.
 */
final class Witnessing implements AutoCloseable {
  private final LogPolicy policy;
  private final LogDirectory files;
  private final WitnessClient client = new WitnessClient();
  private final Map<Witness, Long> seen = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  Witnessing(LogPolicy policy, Path publicDirectory) {
    this.policy = policy;
    this.files = new LogDirectory(publicDirectory);
  }

  /**
   * Asks every witness for the size that it has signed last.
   *
   * @param published the newest published checkpoint, or null where there is none
   * @param known the size up to which a witness may have signed this log
   * @throws IOException where a witness knows a longer log than this, or none answers whom the
   *     quorum needs: nothing may be signed
   */
  void ask(@Nullable SignedNote published, long known) throws IOException {
    for (Witness witness : policy.witnesses()) {
      URI url = witness.url();
      if (url == null) {
        continue;
      }
      try {
        seen.put(witness, published == null ? 0 : size(witness, url, published));
      } catch (IOException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    for (Map.Entry<Witness, Long> each : seen.entrySet()) {
      if (each.getValue() > known) {
        throw new IOException(
            "Witness %s has signed a log of %d entries, and this publication knows of %d: it is an old copy. Nothing was signed; run \"broadside catch-up\" with the address of a mirror first."
                .formatted(each.getKey().name(), each.getValue(), known));
      }
    }
    if (seen.isEmpty() && !policy.isQuorum(List.of())) {
      throw new QuorumException(
          "No witness answers; nothing was signed. " + String.join(" ", failures), null);
    }
  }

  private long size(Witness witness, URI url, SignedNote published) throws IOException {
    return switch (client.submit(witness, url, new AddCheckpoint(0, List.of(), published))) {
      case Reply.Cosigned _ -> size(published); // it had signed nothing before
      case Reply.Other(long size) -> size;
    };
  }

  /**
   * The checkpoint with the cosignatures of those who signed.
   *
   * @throws IOException where they are no quorum: the checkpoint may not be published
   */
  SignedNote cosigned(SignedNote checkpoint) throws IOException {
    SignedNote note = checkpoint;
    long size = size(checkpoint);
    for (Map.Entry<Witness, Long> each : seen.entrySet()) {
      Witness witness = each.getKey();
      URI url = witness.url();
      long old = each.getValue();
      if (url == null) {
        continue;
      }
      try {
        List<byte[]> proof =
            old == 0 || old == size ? List.of() : new TiledTree(size, files).consistencyProof(old);
        switch (client.submit(witness, url, new AddCheckpoint(old, proof, checkpoint))) {
          case Reply.Cosigned(var line) -> note = note.with(line);
          case Reply.Other(long other) ->
              failures.add(
                  "Witness %s has signed another log of %d entries."
                      .formatted(witness.name(), other));
        }
      } catch (IOException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    try {
      policy.check(note);
      return note;
    } catch (FormatException e) {
      throw new QuorumException(
          "Not published yet: the checkpoint is %s. %s Run the command again when they answer."
              .formatted(e.getMessage(), String.join(" ", failures)),
          e);
    }
  }

  /** Who did not sign, and why. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private static long size(SignedNote note) throws IOException {
    try {
      return Checkpoint.parse(note.text()).size();
    } catch (FormatException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
