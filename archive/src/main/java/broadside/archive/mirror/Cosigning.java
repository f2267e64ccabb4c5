package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.proof.note.Cosignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps the newest cosignatures below a mirror's checkpoint: those that upstreams show, those that
 * witnesses give when they are asked, and the mirror's own.
 *
 * <p><b>Threads:</b> one.
 *
 * @param target the public directory
 * @param notes what is told of witnesses
 */
record Cosigning(
    MirrorOptions options,
    Renewal renewal,
    Path target,
    Sources sources,
    CheckMonitor monitor,
    List<String> notes) {

  /** The checkpoint with the newest cosignatures that the claims of the same state have. */
  SignedNote merged(CheckedLog log, List<Claim> claims) throws ReleaseException {
    LogPolicy policy = log.history().policies().checkpoints();
    List<SignedNote> same = new ArrayList<>();
    same.add(log.note());
    for (Claim claim : claims) {
      if (claim.note().text().equals(log.note().text()) && holds(policy, claim)) {
        same.add(claim.note());
      }
    }
    try {
      return Cosigners.merged(policy, same, now());
    } catch (FormatException e) {
      throw unusable(e);
    }
  }

  /** True where all cosignatures that it shows hold; else its upstream is at fault. */
  private boolean holds(LogPolicy policy, Claim claim) {
    try {
      SignedNote _ = Cosigners.merged(policy, List.of(claim.note()), now());
      return true;
    } catch (FormatException e) {
      sources.blame(
          claim.upstream(), FetchException.forged("shows a checkpoint of which " + e.getMessage()));
      return false;
    }
  }

  /**
   * Publishes newer cosignatures of what is held, and the mirror's own.
   *
   * @return false where there are none
   */
  boolean publish(CheckedLog held, List<Claim> claims) throws IOException {
    List<Claim> good = claims.stream().filter(c -> sources.isGood(c.upstream())).toList();
    try {
      SignedNote newest = renewed(merged(held, good), held);
      SignedNote note = Cosigners.with(newest, held.note(), options.key(), now());
      if (note.equals(held.note())) {
        return false;
      }
      new LogWriter(target).publish(note);
      return true;
    } catch (FormatException e) {
      throw unusable(e);
    }
  }

  private SignedNote renewed(SignedNote note, CheckedLog log) throws IOException, FormatException {
    if (!options.renewal()) {
      return note;
    }
    LogPolicy policy = log.history().policies().checkpoints();
    Map<String, Instant> times = Cosignature.times(note, policy.witnessKeys());
    LogDirectory files = new LogDirectory(target).log(log.number());
    List<SignedNote> all = renewal.renewed(note, log, times, files, monitor, notes);
    return Cosigners.merged(policy, all, now());
  }

  private Instant now() {
    return options.clock().instant();
  }

  private static ReleaseException unusable(FormatException e) {
    return new ReleaseException("A checkpoint cannot be used: " + e.getMessage() + ".");
  }
}
