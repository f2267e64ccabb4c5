package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.proof.history.PolicyChain;
import broadside.proof.log.Checkpoint;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;

/**
 * What keeps a mirror from following a successor of the log that it holds: every checkpoint of the
 * predecessor that counts must be an earlier state of what the successor continues, or the same.
 *
 * <p><b>Threads:</b> one.
 */
final class Succession {
  private final Survey survey;
  private final Sources sources;
  private final Contradictions contradictions;

  Succession(Survey survey, Sources sources, Contradictions contradictions) {
    this.survey = survey;
    this.sources = sources;
    this.contradictions = contradictions;
  }

  /** That an upstream has not followed yet. */
  static Fault behind(Upstream upstream, String shown, String now) {
    return new Fault(
        upstream,
        Fault.Kind.BEHIND,
        "%s is behind: it shows the log %s, which the log %s continues."
            .formatted(upstream, shown, now));
  }

  /** That an upstream shows entries of a predecessor that came after its end: they are refused. */
  static Fault grown(Upstream upstream, long size, Checkpoint end, String now) {
    return new Fault(
        upstream,
        Fault.Kind.CONTRADICTION,
        "%s shows %d entries of the log %s, which its editors have ended at %d and continue as %s: what came later there counts for nothing."
            .formatted(upstream, size, end.origin(), end.size(), now));
  }

  /** Compares what a successor says it continues with a log that is held and no smaller. */
  void compareWithHeld(Claim claim, CheckedLog held, LogDirectory files) throws IOException {
    Checkpoint end = predecessor(claim);
    long size = held.seen().checkpoint().size();
    if (end.size() > size) {
      return; // what is held will be the beginning of what is fetched
    }
    Claim plain = new Claim(claim.upstream(), claim.before().getFirst(), end, List.of());
    if (!plain.isWithin(files.log(held.number()), size)) {
      contradictions.add(plain, held, Contradictions.HELD);
    } else if (end.size() < size) {
      refuse(claim, end, held);
    }
  }

  /** A successor of less than is held: have the editors signed that? */
  private void refuse(Claim claim, Checkpoint end, CheckedLog held) throws IOException {
    try {
      SignedStatement first = survey.log(claim.upstream()).continuation(claim, held.number());
      checkDecided(first, claim, end, held);
      contradictions.keep(
          claim.upstream(),
          held.note(),
          claim.note(),
          "%s shows the log %s, which continues the first %d entries of the log %s, and %d of them are held here: a successor must continue all. It is not followed, and nothing new is taken until you have asked the publisher."
              .formatted(
                  claim.upstream(),
                  claim.checkpoint().origin(),
                  end.size(),
                  end.origin(),
                  held.seen().checkpoint().size()),
          true);
    } catch (FormatException e) {
      sources.blame(
          claim.upstream(),
          FetchException.forged(
              "shows as a successor of the log a log that is none: " + e.getMessage()));
    } catch (FetchException e) {
      sources.blame(claim.upstream(), e);
    }
  }

  private static void checkDecided(
      SignedStatement first, Claim claim, Checkpoint end, CheckedLog held) throws FormatException {
    PolicyChain chain = held.history().policies();
    long index = held.first(held.number()) + end.size();
    Roles.Successor named = chain.at(index).roles().successor();
    String origin =
        claim.before().size() == 1
            ? claim.checkpoint().origin()
            : Checkpoint.parse(claim.before().get(1).text()).origin();
    if (!(first.statement() instanceof Continuation next)
        || !next.predecessor().equals(end)
        || named == null
        || !named.origin().equals(origin)) {
      throw new FormatException("its first entry does not continue it, or no policy names it");
    }
    chain.check(first, index);
  }

  /** Compares what others show of the predecessor with a successor that was fetched. */
  void compareWithOthers(List<Claim> claims, FetchedLog.Grown grown, LogPolicy policy)
      throws IOException {
    FetchedLog.Fetched end = grown.logs().getFirst();
    for (Claim claim : claims) {
      if (claim.isOfSuccessor() || !sources.isGood(claim.upstream())) {
        continue;
      }
      long size = claim.checkpoint().size();
      String now = grown.log().seen().checkpoint().origin();
      if (size > end.checkpoint().size()) {
        Fault fault = grown(claim.upstream(), size, end.checkpoint(), now);
        boolean counts = claim.hasQuorum(policy);
        contradictions.keep(
            claim.upstream(),
            end.note(),
            claim.note(),
            counts
                ? "%s shows %d entries of the log %s with its quorum, and the log %s continues only %d of them: a successor must continue all. It is not followed, and nothing new is taken until you have asked the publisher."
                    .formatted(
                        claim.upstream(),
                        size,
                        end.checkpoint().origin(),
                        now,
                        end.checkpoint().size())
                : fault.sentence(),
            counts);
      } else if (!claim.isWithin(end.tiles(), end.checkpoint().size())) {
        contradictions.add(claim, end.note(), end.checkpoint(), policy, Contradictions.OTHERS);
      }
    }
  }

  private static Checkpoint predecessor(Claim claim) throws IOException {
    try {
      return Checkpoint.parse(claim.before().getFirst().text());
    } catch (FormatException e) {
      throw new IOException(e); // it was parsed before
    }
  }
}
