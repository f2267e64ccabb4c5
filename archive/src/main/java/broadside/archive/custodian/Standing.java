package broadside.archive.custodian;

import broadside.archive.log.CheckedLog;
import broadside.archive.mirror.Claim;
import broadside.proof.history.Sighting;
import broadside.proof.history.Turn;
import broadside.proof.log.TileReader;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Witness;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether it is a custodian's turn, and by whose word.
 *
 * @param number of the sealed release
 * @param clock what the custodian's showed
 * @param said the witnesses of the seal's policy that signed a time not before it is due, on a
 *     state of the log that is known here
 * @param silent the others
 * @param needed how many it takes
 * @param told sentences on what was passed over, and on witnesses that did not answer
 */
public record Standing(
    int number,
    Turn turn,
    Instant clock,
    List<Witness> said,
    List<Witness> silent,
    int needed,
    List<String> told) {
  public Standing {
    said = List.copyOf(said);
    silent = List.copyOf(silent);
    told = List.copyOf(told);
  }

  /**
   * The standing of a release. Witnesses are asked only where their word is what is missing, for
   * their answer is the same for everybody, and who asks is seen.
   *
   * @param log that is held
   * @param tiles of it
   * @param claims what upstreams showed
   */
  public static Standing of(
      Entrusted of, CheckedLog log, TileReader tiles, List<Claim> claims, Instant clock)
      throws IOException {
    LogPolicy policy = of.policy().log();
    Sightings sightings = new Sightings(log, tiles, policy);
    sightings.addHeld();
    for (Claim claim : claims) {
      sightings.add(claim);
    }
    Turn turn = log.history().turn(of.number(), clock, sightings.all());
    if (turn == Turn.UNWITNESSED) {
      sightings.ask(silent(of, policy, log, sightings.all()));
      turn = log.history().turn(of.number(), clock, sightings.all());
    }
    List<Witness> silent = silent(of, policy, log, sightings.all());
    List<Witness> said = new ArrayList<>(policy.witnesses());
    said.removeAll(silent);
    return new Standing(
        of.number(),
        turn,
        clock,
        said,
        silent,
        policy.witnesses().size() / 2 + 1,
        sightings.told());
  }

  private static List<Witness> silent(
      Entrusted of, LogPolicy policy, CheckedLog log, List<Sighting> sightings) {
    Instant due = of.release().due();
    long size = log.history().size();
    return policy.witnesses().stream()
        .filter(w ->
            sightings.stream()
                .noneMatch(s ->
                    s.witness().equals(w.key().publicKey())
                        && s.size() <= size
                        && !s.time().isBefore(due)))
        .toList();
  }
}
