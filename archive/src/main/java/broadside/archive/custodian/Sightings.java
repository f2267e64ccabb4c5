package broadside.archive.custodian;

import broadside.archive.log.CheckedLog;
import broadside.archive.mirror.Claim;
import broadside.archive.witness.WitnessRound;
import broadside.proof.history.Sighting;
import broadside.proof.log.TileReader;
import broadside.proof.note.Cosignature;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Witness;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    if (!claim.checkpoint().origin().equals(log.seen().checkpoint().origin())) {
      told.add(
          "%s shows the log %s, and the one held here is %s: what witnesses signed there does not count before it is here."
              .formatted(
                  claim.upstream(), claim.checkpoint().origin(), log.seen().checkpoint().origin()));
      return;
    }
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
    Map<Witness, URI> addresses = new LinkedHashMap<>();
    for (Witness witness : silent) {
      URI url = witness.url();
      if (url == null) {
        told.add("Witness " + witness.name() + " has no address in the policy.");
      } else {
        addresses.put(witness, url);
      }
    }
    WitnessRound round = WitnessRound.of(addresses, log.note(), size(), tiles, () -> false);
    round.lines().forEach(line -> add(log.note().text(), line, size()));
    told.addAll(round.others());
    told.addAll(round.failures());
  }

  /** A line alone, so that one that does not hold spoils no other. */
  private void add(String checkpoint, NoteSignature line, long size) {
    SignedNote alone = new SignedNote(checkpoint, List.of(line));
    long first = log.first(log.number());
    try {
      Cosignature.times(alone, policy.witnessKeys())
          .forEach((witness, time) -> all.add(new Sighting(witness, time, first + size)));
    } catch (FormatException e) {
      told.add("A line of a checkpoint does not count: " + e.getMessage() + ".");
    }
  }

  private long size() {
    return log.seen().checkpoint().size();
  }
}
