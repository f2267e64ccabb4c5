package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.GrownTiles;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.proof.history.History;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.EntryBundle;
import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
   * @param logs what was fetched, from the log that was held, or the first one, to the newest
   */
  record Grown(CheckedLog log, List<Fetched> logs) {
    Grown {
      logs = List.copyOf(logs);
    }

    /** The tiles of the newest log. */
    TileReader tiles() {
      return logs.getLast().tiles();
    }
  }

  /**
   * One log, of which the root is the signed one.
   *
   * @param note the checkpoint up to which it was fetched, with its quorum
   */
  record Fetched(SignedNote note, Checkpoint checkpoint, TileReader tiles) {}

  /** The policy of a version, once; not trusted. */
  Policy policy(int version) throws IOException {
    Policy known = policies.get(version);
    if (known == null) {
      byte[] log = fetcher.small(upstream, "policy/" + version, limits.policy());
      byte[] roles = fetcher.small(upstream, "roles/" + version, limits.policy());
      try {
        known = Policy.parse(log, roles);
      } catch (FormatException e) {
        throw noPolicy(version, log, e);
      }
      policies.put(version, known);
    }
    return known;
  }

  /** A later policy is asked for because the editors in force have logged it. */
  private static FetchException noPolicy(int version, byte[] log, FormatException e) {
    return version == 1
        ? FetchException.elsewhere(
            log, "serves as policy 1 something that is none (%s)".formatted(e.getMessage()))
        : FetchException.forged(
            "shows a log with a policy %d whose texts are none (%s)"
                .formatted(version, e.getMessage()));
  }

  /**
   * Fetches and judges what follows the log that is held, or all where none is; over the successors
   * that the claim names to its own.
   *
   * @throws RootException where the entries do not give the root that the checkpoint signs
   */
  Grown fetch(Claim claim, @Nullable CheckedLog held, LogDirectory files) throws IOException {
    Durable.deleteTree(directory);
    int number = held == null ? 1 : held.number();
    History history = held == null ? null : held.history().copy(this::policy);
    GrownTiles tiles =
        new GrownTiles(files.log(number), held == null ? 0 : held.seen().checkpoint().size());
    List<Fetched> logs = new ArrayList<>();
    try {
      for (SignedNote note : claim.before()) {
        String path = LogDirectory.predecessor(number++);
        Fetched end = fetched(note, key(history, logs), tiles);
        history = grow(history, logs, end, path, tiles);
        LogPolicy policy = history.policies().checkpoints();
        LogPolicy.Seen _ = policy.check(note);
        store(
            path + Checkpoint.PATH,
            Cosigners.merged(policy, List.of(note), Instant.EPOCH).encode()); // of one: no newest
        logs.add(end);
        tiles = new GrownTiles(files, 0);
      }
      Fetched end = fetched(claim.note(), key(history, logs), tiles);
      history = grow(history, logs, end, "", tiles);
      storePolicies();
      LogPolicy.Seen seen = history.policies().checkpoints().check(claim.note());
      logs.add(end);
      return new Grown(new CheckedLog(history, claim.note(), seen), logs);
    } catch (FormatException e) {
      throw FetchException.forged("shows a log that cannot be trusted: " + e.getMessage());
    }
  }

  /** The key of the log that is fetched next. */
  private VerifierKey key(@Nullable History history, List<Fetched> logs)
      throws IOException, FormatException {
    if (history == null) {
      return policy(1).log().log();
    }
    return logs.isEmpty()
        ? history.policies().checkpoints().log()
        : CheckedLog.successor(history.policies());
  }

  /** Whose signature does not hold, of that nothing is fetched. */
  private static Fetched fetched(SignedNote note, VerifierKey key, TileReader tiles)
      throws FormatException {
    return new Fetched(note, Checkpoint.of(note, key), tiles);
  }

  /** Fetches the entries of one log that are not there yet. */
  private History grow(
      @Nullable History before, List<Fetched> logs, Fetched end, String path, GrownTiles tiles)
      throws IOException, FormatException {
    History history = before;
    long size = end.checkpoint().size();
    try (Bundles bundles = new Bundles(fetcher, upstream, path, limits, tiles.size(), size)) {
      for (long at = tiles.size(); at < size; ) {
        Tile bundle = Tile.bundle(at, size);
        List<byte[]> entries = bundles.next();
        for (byte[] entry : entries.subList((int) (at % Tile.FULL), entries.size())) {
          tiles.add(MerkleTree.leaf(entry));
          if (history == null) {
            history = History.begin(entry, this::policy);
          } else if (at == 0) {
            history.follow(logs.getLast().checkpoint(), entry);
          } else {
            add(history, entry);
          }
          at++;
        }
        checkVoid(history);
        store(path + bundle.entriesPath(), EntryBundle.print(entries));
      }
    }
    if (history == null
        || !Arrays.equals(Claim.prefix(tiles, size, size), end.checkpoint().root())) {
      throw new RootException(path, end.checkpoint());
    }
    return history;
  }

  /**
   * The first entry of the log that the claim says continues the one that is held; nothing of it is
   * checked.
   */
  SignedStatement continuation(Claim claim, int number) throws IOException {
    boolean isNewest = claim.before().size() == 1;
    String path = isNewest ? "" : LogDirectory.predecessor(number + 1);
    try {
      long size =
          isNewest
              ? claim.checkpoint().size()
              : Checkpoint.parse(claim.before().get(1).text()).size();
      try (Bundles bundles = new Bundles(fetcher, upstream, path, limits, 0, size)) {
        return SignedStatement.parse(bundles.next().getFirst());
      }
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

    private final String directory;
    private final transient Checkpoint checkpoint;

    RootException(String directory, Checkpoint checkpoint) {
      super("the entries do not give the root that is signed");
      this.directory = directory;
      this.checkpoint = checkpoint;
    }

    /** Where the log lies, below the upstream's address. */
    String directory() {
      return directory;
    }

    /** What is signed. */
    Checkpoint checkpoint() {
      return checkpoint;
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
