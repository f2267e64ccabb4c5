package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each upstream shows as the log's newest checkpoint, as far as the log signed it.
 *
 * <p><b>Threads:</b> one; it uses others.
 */
final class Survey {
  private final Fetcher fetcher;
  private final Sources sources;
  private final MirrorLimits limits;
  private final Staging staging;
  private final UpstreamRound round;
  private final Map<Upstream, FetchedLog> logs = new ConcurrentHashMap<>();

  Survey(
      Fetcher fetcher, Sources sources, MirrorLimits limits, Staging staging, Patience patience) {
    this.fetcher = fetcher;
    this.sources = sources;
    this.limits = limits;
    this.staging = staging;
    this.round = new UpstreamRound(sources, patience);
  }

  /** The log of an upstream. */
  FetchedLog log(Upstream upstream) {
    return logs.computeIfAbsent(upstream, u -> new FetchedLog(fetcher, u, limits, staging.log()));
  }

  /**
   * The first policy of the publication that the upstreams have, where nothing is held.
   *
   * @param identity as it is known, or null where the first one is believed
   * @return null where nobody has one, or where they have several and nobody knows which
   */
  @Nullable Policy firstPolicy(@Nullable String identity) throws IOException {
    Policy first = null;
    for (Map.Entry<Upstream, Policy> answer : round.ask(u -> log(u).policy(1)).entrySet()) {
      String hash = answer.getValue().hash();
      if (identity != null && !hash.equals(identity)) {
        sources.blame(answer.getKey(), FetchException.anotherPublication(hash, identity));
      } else if (first != null && !hash.equals(first.hash())) {
        sources.blame(
            answer.getKey(),
            FetchException.forged(
                "serves another publication than those before it (%s and %s): say with --publication which is right"
                    .formatted(hash, first.hash())));
        return null;
      } else {
        first = answer.getValue();
      }
    }
    return first;
  }

  /**
   * The claims of all upstreams, the newest first.
   *
   * @param identity the publication's
   * @param log the key of the log that is held, or of the first
   * @param held or null where nothing is
   */
  List<Claim> claims(String identity, VerifierKey log, @Nullable CheckedLog held)
      throws IOException {
    List<Claim> claims = new ArrayList<>();
    round.ask(upstream -> claim(upstream, identity, log, held)).values().forEach(claims::addAll);
    claims.sort(Claim.ORDER);
    return claims;
  }

  /** What an upstream claims: one, or none where it shows a log that what is held continues. */
  private List<Claim> claim(
      Upstream upstream, String identity, VerifierKey log, @Nullable CheckedLog held)
      throws IOException {
    SignedNote note = note(upstream, Checkpoint.PATH);
    try {
      return held != null && isOfPredecessor(upstream, note, held)
          ? List.of()
          : List.of(claim(upstream, note, log, held == null ? 1 : held.number()));
    } catch (FormatException e) {
      throw unsigned(upstream, identity, e);
    }
  }

  /** True where an upstream shows a log that the one held here continues; then it is told. */
  private boolean isOfPredecessor(Upstream upstream, SignedNote note, CheckedLog held)
      throws FormatException {
    for (int number = 1; number < held.number(); number++) {
      Checkpoint end = held.end(number);
      VerifierKey key = held.history().policies().logs().get(number - 1).key();
      if (Checkpoint.parse(note.text()).origin().equals(end.origin())) {
        long size = Checkpoint.of(note, key).size();
        sources.blame(
            size > end.size()
                ? Succession.grown(upstream, size, end, held.seen().checkpoint().origin())
                : Succession.behind(upstream, end.origin(), held.seen().checkpoint().origin()));
        return true;
      }
    }
    return false;
  }

  private SignedNote note(Upstream upstream, String path) throws IOException {
    byte[] body = fetcher.small(upstream, path, limits.checkpoint());
    try {
      return SignedNote.parse(body);
    } catch (FormatException e) {
      throw FetchException.elsewhere(body, "answers with something that is no checkpoint");
    }
  }

  private Claim claim(Upstream upstream, SignedNote note, VerifierKey log, int number)
      throws IOException, FormatException {
    Checkpoint shown = Checkpoint.parse(note.text());
    List<SignedNote> before =
        shown.origin().equals(log.name()) ? List.of() : before(upstream, number);
    Checkpoint _ = Checkpoint.of(before.isEmpty() ? note : before.getFirst(), log);
    return new Claim(upstream, note, shown, before);
  }

  /** The last checkpoints of the logs from this number on that an upstream says have successors. */
  private List<SignedNote> before(Upstream upstream, int number) throws IOException {
    List<SignedNote> before = new ArrayList<>();
    try {
      while (before.size() < MirrorLimits.SUCCESSORS) {
        String path = LogDirectory.predecessor(number + before.size()) + Checkpoint.PATH;
        before.add(note(upstream, path));
      }
    } catch (FetchException e) {
      if (!e.isAbsent()) {
        throw e;
      }
    }
    return before;
  }

  /** Of a checkpoint that the log did not sign: it may be that of another publication. */
  private FetchException unsigned(Upstream upstream, String identity, FormatException e)
      throws IOException {
    String other = identity;
    try {
      other = log(upstream).policy(1).hash();
    } catch (FetchException _) {
      // then it is judged by its checkpoint alone
    }
    return other.equals(identity)
        ? FetchException.forged("shows a checkpoint that its log did not sign: " + e.getMessage())
        : FetchException.anotherPublication(other, identity);
  }
}
