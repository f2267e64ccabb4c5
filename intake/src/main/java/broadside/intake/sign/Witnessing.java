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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The log's talk with its witnesses, one after the other: first what each has seen, before anything
 * is signed; then the new checkpoint.
 *
 * <p><b>Threads:</b> one.
 */
final class Witnessing implements AutoCloseable {
  /** What becomes of statements that are signed and not published. */
  private static final String KEPT =
      "What editors have signed is kept: when witnesses answer, the same command publishes it, and does nothing twice.";

  private final LogPolicy policy;
  private final LogDirectory files;
  private final WitnessClient client = new WitnessClient();
  private final Map<Witness, Long> seen = new LinkedHashMap<>();

  /** Those that say, and nobody has proved, that they have signed more than there is here. */
  private final Map<Witness, Long> ahead = new LinkedHashMap<>();

  private final List<String> failures = new ArrayList<>();
  private long here;

  Witnessing(LogPolicy policy, Path publicDirectory) {
    this.policy = policy;
    this.files = new LogDirectory(publicDirectory);
  }

  /**
   * Asks every witness for the size that it has signed last. One that gives a larger size than is
   * known here is not asked to sign anything: a size is no proof, and what it means is for the
   * checks below.
   *
   * @param published the newest published checkpoint, or null where there is none
   * @param known the size up to which a witness may have signed this log
   */
  void ask(@Nullable SignedNote published, long known) throws IOException {
    here = known;
    for (Witness witness : policy.witnesses()) {
      URI url = witness.url();
      if (url == null) {
        continue;
      }
      try {
        long size = published == null ? 0 : size(witness, url, published);
        (size > known ? ahead : seen).put(witness, size);
      } catch (IOException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    ahead.forEach((witness, size) ->
        failures.add(
            "Witness %s was not asked to sign: it says that it has signed %d entries."
                .formatted(witness.name(), size)));
  }

  /** A sentence on each that says that it has signed more. */
  List<String> said() {
    return ahead.entrySet().stream()
        .map(each ->
            "Witness %s says that it has signed a log of %d entries, more than there are here. Either this is an old copy, or the witness lies."
                .formatted(each.getKey().name(), each.getValue()))
        .toList();
  }

  /**
   * Where a witness says that it has signed more, those that do not must be a quorum, and the
   * others none: of an old copy all that are honest say so, and two quorums share one that is.
   *
   * @param counts the witnesses whose word may stop it
   * @throws QuorumException where it may be an old copy: nothing may be signed
   */
  void checkNotBehind(Predicate<Witness> counts) throws QuorumException {
    boolean isGainsaid = policy.isQuorum(keys(seen.keySet())) && !isPublishedAhead();
    if (!isGainsaid && ahead.keySet().stream().anyMatch(counts)) {
      throw behind();
    }
  }

  /** The same for what is decided without a quorum, so that none of them need answer. */
  void checkNothingPublishedAhead() throws QuorumException {
    if (!ahead.isEmpty() && isPublishedAhead()) {
      throw behind();
    }
  }

  /**
   * True where a longer log may have been published: with a quorum of those that say so and those
   * that give no answer. Where the policy asks for no quorum, more of them must say otherwise.
   */
  private boolean isPublishedAhead() {
    List<Witness> others = new ArrayList<>(policy.witnesses());
    others.removeAll(seen.keySet());
    return policy.quorum().equals(LogPolicy.NONE)
        ? ahead.size() >= seen.size()
        : policy.isQuorum(keys(others));
  }

  private QuorumException behind() {
    return new QuorumException(
        "%s This publication knows of %d, and too few of the others say otherwise. Nothing was signed. Where private/ or public/ was restored from an old copy, run \"broadside catch-up\" with the address of a mirror first; where the witness lies, remove it with \"broadside policy PUB --remove-witness NAME\"."
            .formatted(String.join(" ", said()), here),
        null);
  }

  /**
   * Refuses where none answers whom the quorum needs.
   *
   * @param isKept whether statements wait to be published that editors have signed
   * @throws QuorumException then: nothing may be signed
   */
  void checkAnswers(boolean isKept) throws QuorumException {
    if (seen.isEmpty() && !policy.isQuorum(List.of())) {
      String why = String.join(" ", failures);
      throw new QuorumException(
          isKept
              ? "No witness answers; nothing was signed by the log, and nothing is published yet. %s %s"
                  .formatted(why, KEPT)
              : "No witness answers; nothing was signed. " + why,
          null);
    }
  }

  private static List<String> keys(Collection<Witness> witnesses) {
    return witnesses.stream().map(witness -> witness.key().publicKey()).toList();
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
          "Not published yet: the checkpoint is %s. %s %s"
              .formatted(e.getMessage(), String.join(" ", failures), KEPT),
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
