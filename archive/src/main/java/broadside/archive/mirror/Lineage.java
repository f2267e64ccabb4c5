package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.ReleaseException;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.TileReader;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whose copy a mirror is, and how much of its log it held last: it builds on no other publication
 * and on no other log.
 *
 * <p><b>Threads:</b> one.
 */
final class Lineage {
  private final Path directory;
  private final @Nullable Remembered remembered;
  private @Nullable String identity;

  private Lineage(Path directory, @Nullable Remembered remembered, @Nullable String identity) {
    this.directory = directory;
    this.remembered = remembered;
    this.identity = identity;
  }

  /**
   * What the mirror's directory says, or on first use what the operator asks for.
   *
   * @throws ReleaseException where these are two publications
   */
  static Lineage read(MirrorOptions options) throws IOException {
    Path directory = options.directory();
    Remembered remembered = Remembered.read(directory);
    String asked = options.publication();
    if (remembered == null) {
      return new Lineage(directory, null, asked);
    }
    if (asked != null && !asked.equals(remembered.publication())) {
      throw new ReleaseException(
          "%s is a mirror of the publication %s, not of %s: take another directory."
              .formatted(directory, remembered.publication(), asked));
    }
    return new Lineage(directory, remembered, remembered.publication());
  }

  /** The publication's identity, or null where none was learned yet. */
  @Nullable String identity() {
    return identity;
  }

  /** What the last run held, or null on first use. */
  @Nullable Remembered remembered() {
    return remembered;
  }

  /** Entries of the newest log that were held last. */
  long entries() {
    return remembered == null ? 0 : remembered.size();
  }

  /** True where logs at hand are those that were held, if any were, or extend them. */
  boolean isWithin(int logs, IntFunction<TileReader> tiles, IntToLongFunction sizes)
      throws IOException {
    return remembered == null || remembered.isWithin(logs, tiles, sizes);
  }

  /**
   * The log that lies in the public directory, which never goes back behind what was held.
   *
   * @throws ReleaseException where it does
   */
  CheckedLog checked(CheckedLog log, LogDirectory files) throws IOException {
    String publication = log.history().policies().publication();
    if (identity == null) {
      identity = publication;
    }
    if (!identity.equals(publication)
        || !isWithin(log.number(), files::log, number -> log.end(number).size())) {
      throw damaged();
    }
    return log;
  }

  /** What to say of a log that is gone, or is another one. */
  ReleaseException damaged() {
    return new ReleaseException(
        "The log in %s is damaged, or is not the one that this mirror held: run this again with --scrub."
            .formatted(directory.resolve("public")));
  }

  /** The key of the first log, by the first policy that upstreams show, or null where none does. */
  @Nullable VerifierKey firstKey(Survey survey) throws IOException {
    Policy first = survey.firstPolicy(identity);
    if (first == null) {
      return null;
    }
    identity = first.hash();
    return first.log().log();
  }

  /** Keeps what is held now, for the next run. */
  void remember(CheckedLog log, MirrorOptions options) throws IOException {
    Checkpoint checkpoint = log.seen().checkpoint();
    new Remembered(
            log.history().policies().publication(),
            options.upstreams().stream().map(Upstream::toString).toList(),
            log.number(),
            checkpoint.size(),
            checkpoint.root())
        .write(directory);
  }
}
