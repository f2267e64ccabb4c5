package broadside.archive.mirror;

import broadside.proof.log.Checkpoint;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each upstream shows as the log's newest checkpoint, as far as the log signed it.
 *
 * <p><b>Threads:</b> one.
 */
final class Survey {
  private final Fetcher fetcher;
  private final Sources sources;
  private final MirrorLimits limits;
  private final Staging staging;
  private final Map<Upstream, FetchedLog> logs = new HashMap<>();

  Survey(Fetcher fetcher, Sources sources, MirrorLimits limits, Staging staging) {
    this.fetcher = fetcher;
    this.sources = sources;
    this.limits = limits;
    this.staging = staging;
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
    for (Upstream upstream : sources.all()) {
      try {
        Policy policy = log(upstream).policy(1);
        String hash = policy.hash();
        if (identity != null && !hash.equals(identity)) {
          throw FetchException.forged(
              "serves another publication: its identity is %s, not %s".formatted(hash, identity));
        }
        if (first != null && !hash.equals(first.hash())) {
          sources.blame(
              upstream,
              FetchException.forged(
                  "serves another publication than those before it (%s and %s): say with --publication which is right"
                      .formatted(hash, first.hash())));
          return null;
        }
        first = policy;
      } catch (FetchException e) {
        sources.blame(upstream, e);
      }
    }
    return first;
  }

  /** The claims of all upstreams, the largest first. */
  List<Claim> claims(VerifierKey log) throws IOException {
    List<Claim> claims = new ArrayList<>();
    for (Upstream upstream : sources.all()) {
      try {
        byte[] body = fetcher.small(upstream, Checkpoint.PATH, limits.checkpoint());
        claims.add(claim(upstream, body, log));
      } catch (FetchException e) {
        sources.blame(upstream, e);
      }
    }
    claims.sort(Comparator.comparingLong((Claim claim) -> claim.checkpoint().size()).reversed());
    return claims;
  }

  private static Claim claim(Upstream upstream, byte[] body, VerifierKey log)
      throws FetchException {
    SignedNote note;
    try {
      note = SignedNote.parse(body);
    } catch (FormatException e) {
      String begin = new String(body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      throw FetchException.unreachable(
          begin.contains("<html")
              ? "answers with a web page in the place of the publication: does the network ask for a login?"
              : "answers with something that is no checkpoint: is that the publication's address?");
    }
    try {
      return new Claim(upstream, note, Checkpoint.of(note, log));
    } catch (FormatException e) {
      throw FetchException.forged(
          "shows a checkpoint that its log did not sign: " + e.getMessage());
    }
  }
}
