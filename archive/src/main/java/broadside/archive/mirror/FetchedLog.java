package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.GrownTiles;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.proof.history.History;
import broadside.proof.log.EntryBundle;
import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The new entries of a log, fetched into a directory and judged there: they extend the log that is
 * held, their root is the one that the checkpoint signs, and a quorum of the policy that they end
 * with has cosigned it.
 *
 * <p>The directory then has the bundles and the policies under the names that they bear in a public
 * directory.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link FetchException} for what the upstream did.
 */
final class FetchedLog {
  private final Fetcher fetcher;
  private final Upstream upstream;
  private final MirrorLimits limits;
  private final Path directory;
  private final Map<Integer, Policy> policies = new HashMap<>();

  FetchedLog(Fetcher fetcher, Upstream upstream, MirrorLimits limits, Path directory) {
    this.fetcher = fetcher;
    this.upstream = upstream;
    this.limits = limits;
    this.directory = directory;
  }

  /**
   * What came of it.
   *
   * @param log as it is with the new entries
   * @param tiles of it
   */
  record Grown(CheckedLog log, TileReader tiles) {}

  /** The policy of a version, once; not trusted. */
  Policy policy(int version) throws IOException {
    Policy known = policies.get(version);
    if (known == null) {
      try {
        byte[] log = fetcher.small(upstream, "policy/" + version, limits.policy());
        byte[] roles = fetcher.small(upstream, "roles/" + version, limits.policy());
        known = Policy.parse(log, roles);
      } catch (FormatException e) {
        throw FetchException.unreachable(
            "serves as policy %d something that is none (%s): is that the publication's address?"
                .formatted(version, e.getMessage()));
      }
      policies.put(version, known);
    }
    return known;
  }

  /**
   * Fetches and judges what follows the log that is held, or all where none is.
   *
   * @throws RootException where the entries do not give the root that the checkpoint signs
   */
  Grown fetch(Claim claim, @Nullable CheckedLog held, LogDirectory files) throws IOException {
    Durable.deleteTree(directory);
    long old = held == null ? 0 : held.seen().checkpoint().size();
    long size = claim.checkpoint().size();
    GrownTiles tiles = new GrownTiles(files, old);
    try (Bundles bundles = new Bundles(fetcher, upstream, limits, old, size)) {
      History history = held == null ? null : held.history().copy(this::policy);
      for (long at = old; at < size; ) {
        Tile bundle = Tile.bundle(at, size);
        List<byte[]> entries = bundles.next();
        for (byte[] entry : entries.subList((int) (at % Tile.FULL), entries.size())) {
          tiles.add(MerkleTree.leaf(entry));
          if (history == null) {
            history = History.begin(entry, this::policy);
          } else {
            add(history, entry);
          }
          at++;
        }
        checkVoid(history);
        store(bundle.entriesPath(), EntryBundle.print(entries));
      }
      if (history == null
          || !Arrays.equals(Claim.prefix(tiles, size, size), claim.checkpoint().root())) {
        throw new RootException();
      }
      storePolicies();
      LogPolicy policy = history.policies().newest().log();
      return new Grown(new CheckedLog(history, claim.note(), policy.check(claim.note())), tiles);
    } catch (FormatException e) {
      throw FetchException.forged("shows a log that cannot be trusted: " + e.getMessage());
    }
  }

  private static void add(History history, byte[] entry) throws IOException {
    try {
      history.add(entry);
    } catch (FetchException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw FetchException.forged("serves texts of a policy that are not those the log names");
    }
  }

  /** The entries are not those that the checkpoint signs, or do not follow those that are held. */
  static final class RootException extends IOException {
    private static final long serialVersionUID = 1L;

    RootException() {
      super("the entries do not give the root that is signed");
    }
  }

  private void checkVoid(@Nullable History history) throws FetchException {
    long bytes =
        history == null
            ? 0
            : history.voids().stream().mapToLong(v -> v.bytes() + MirrorLimits.ENTRY_COST).sum();
    if (bytes > limits.voidBytes()) {
      throw FetchException.forged(
          "shows a log with more than %d bytes of entries that count for nothing: its key may be stolen"
              .formatted(limits.voidBytes()));
    }
  }

  private void storePolicies() throws IOException {
    for (Map.Entry<Integer, Policy> policy : policies.entrySet()) {
      String log = policy.getValue().log().print();
      String roles = policy.getValue().roles().print();
      store("policy/" + policy.getKey(), log.getBytes(StandardCharsets.UTF_8));
      store("roles/" + policy.getKey(), roles.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void store(String path, byte[] bytes) throws IOException {
    Path file = directory.resolve(path);
    Durable.createDirectoryOf(file);
    Durable.replace(file, bytes);
  }
}
