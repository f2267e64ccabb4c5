package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.proof.history.PolicyChain;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.policy.LogPolicy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Compares what upstreams show of the log with what is here: each contradiction is kept as
 * evidence, and each upstream that is at fault is blamed.
 *
 * @param verified what is verified beyond what is held
 * @param files of the log that is held
 */
record LogComparison(
    Fetcher fetcher,
    MirrorLimits limits,
    Sources sources,
    Contradictions contradictions,
    Succession succession,
    VerifiedLog verified,
    LogDirectory files) {

  /**
   * Looks at the claims that are no larger than what is here.
   *
   * @param held the log that is held
   * @param known what is verified beyond it, or null
   */
  void withHeld(List<Claim> claims, CheckedLog held, @Nullable CheckedLog known)
      throws IOException {
    contradictions.find(claims, files.log(held.number()), held, Contradictions.HELD);
    for (Claim claim : claims) {
      if (claim.isOfSuccessor()) {
        succession.compareWithHeld(claim, held, files);
      }
    }
    withVerified(claims, held, known);
  }

  /** Looks at the claims that are no larger than what was verified before. */
  private void withVerified(List<Claim> claims, CheckedLog held, @Nullable CheckedLog known)
      throws IOException {
    if (known != null && known.number() == held.number()) {
      contradictions.find(
          claims, verified.files().log(known.number()), known, Contradictions.VERIFIED);
      for (Claim claim : claims) {
        if (claim.isOfSuccessor() && sources.isGood(claim.upstream())) {
          succession.compareWithHeld(claim, known, verified.files());
        }
      }
    }
  }

  /** Looks at the other claims, beside what was fetched of one of them. */
  void withOthers(List<Claim> claims, Claim claim, FetchedLog.Grown grown) throws IOException {
    contradictions.find(claims, grown.tiles(), grown.log(), Contradictions.OTHERS);
    if (claim.isOfSuccessor()) {
      succession.compareWithOthers(claims, grown, predecessorPolicy(claim, grown.log()));
    }
  }

  /** The policy of a grown history, for checkpoints of the log that the claim's first continues. */
  private static LogPolicy predecessorPolicy(Claim claim, CheckedLog grown) {
    PolicyChain policies = grown.history().policies();
    int number = grown.number() - claim.before().size();
    return policies.checkpoints().of(policies.logs().get(number - 1).key());
  }

  /** False where what was fetched is not what was verified before, with more: then it is told. */
  boolean isOfVerified(
      Claim claim, FetchedLog.Grown grown, @Nullable CheckedLog held, @Nullable CheckedLog known)
      throws IOException {
    if (known == null || held == null || known.number() != held.number()) {
      return true;
    }
    Checkpoint before = known.seen().checkpoint();
    FetchedLog.Fetched same = grown.logs().getFirst();
    long size = same.checkpoint().size();
    if (size < before.size()
        || Arrays.equals(Claim.prefix(same.tiles(), size, before.size()), before.root())) {
      return true;
    }
    contradictions.add(
        new Claim(claim.upstream(), same.note(), same.checkpoint(), List.of()),
        known,
        Contradictions.VERIFIED);
    return false;
  }

  /** Entries that do not give the signed root: is the upstream at fault, or the log? */
  void judge(Claim claim, FetchedLog.RootException wrong, @Nullable CheckedLog held)
      throws IOException {
    try {
      Checkpoint signed = wrong.checkpoint();
      TileReader theirs = new RemoteTiles(fetcher, claim.upstream(), wrong.directory());
      if (held != null
          && signed.origin().equals(held.seen().checkpoint().origin())
          && Arrays.equals(Claim.prefix(theirs, signed.size(), signed.size()), signed.root())
          && !Arrays.equals(
              Claim.prefix(theirs, signed.size(), held.seen().checkpoint().size()),
              held.seen().checkpoint().root())) {
        contradictions.add(claim, held, Contradictions.HELD);
        return;
      }
      contradictions.refuse(
          claim,
          FetchException.forged(
              "serves entries of the log that are not those its checkpoint signs"));
    } catch (FetchException e) {
      contradictions.keepRefused(
          claim,
          "%s shows a checkpoint whose root its entries do not give, and tiles that cannot be had: it %s."
              .formatted(claim.upstream(), e.getMessage()));
      sources.blame(claim.upstream(), e);
    }
  }

  /** Compares the tiles of those who show what is held with our own. */
  void tiles(List<Claim> claims, CheckedLog log) throws IOException {
    for (Claim claim : claims) {
      try {
        if (claim.checkpoint().equals(log.seen().checkpoint())
            && sources.isGood(claim.upstream())) {
          for (int number = 1; number <= log.number(); number++) {
            String path = number == log.number() ? "" : LogDirectory.predecessor(number);
            tiles(
                new RemoteTiles(fetcher, claim.upstream(), path),
                files.log(number),
                log.end(number).size());
          }
        }
      } catch (FetchException e) {
        sources.blame(claim.upstream(), e);
      }
    }
  }

  private void tiles(RemoteTiles theirs, TileReader own, long size) throws IOException {
    List<Tile> tiles = Tile.of(size);
    try (Ahead<byte[]> served =
        new Ahead<>(
            tiles.stream().<Callable<byte[]>>map(tile -> () -> theirs.read(tile)).iterator(),
            limits.parallel())) {
      for (Tile tile : tiles) {
        if (!Arrays.equals(served.next(), own.read(tile))) {
          throw FetchException.forged(
              "serves another %s than the log's entries give"
                  .formatted(theirs.directory() + tile.path()));
        }
      }
    }
  }
}
