package broadside.archive.verify;

import broadside.archive.Publication;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.ReleaseTree;
import broadside.proof.history.Logged;
import broadside.proof.history.PolicyChain;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.Tile;
import broadside.proof.log.TiledTree;
import broadside.proof.mail.LoggedEntry;
import broadside.proof.mail.MailProof;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Withdrawal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the proofs of mails from a publication's files.
 *
 * <p><b>Threads:</b> shared by all. <b>Memory:</b> a byte for each number, once a proof of its
 * release was asked for.
 */
public final class MailProofs {
  private final Publication publication;
  private final LogDirectory files;
  private final Map<Integer, ReleaseTree> trees = new ConcurrentHashMap<>();

  /** The proofs of a publication that lies in this directory. */
  public MailProofs(Publication publication, Path directory) {
    this.publication = publication;
    this.files = new LogDirectory(directory);
  }

  /**
   * The proof of a number, or null where no release in the log has it, or it has no mail.
   *
   * @throws IOException where the release or the log is damaged
   */
  public @Nullable MailProof of(long number) throws IOException {
    ReleaseReader release = publication.find(number);
    CheckedLog log = publication.log();
    Logged<ReleaseStatement> logged =
        release == null ? null : log.history().release(release.statement().number());
    if (release == null || logged == null) {
      return null;
    }
    if (release.taken().isGone(number) || release.line(number) instanceof ManifestLine.Withheld) {
      return null;
    }
    Trees trees = new Trees(log, files);
    PolicyChain policies = log.history().policies();
    List<LoggedEntry> changes = new ArrayList<>();
    for (int version = 2; version <= policies.newest().version(); version++) {
      changes.add(trees.entry(policies.index(version)));
    }
    List<LoggedEntry> continuations = new ArrayList<>();
    for (Logged<Continuation> continuation : log.history().continuations()) {
      continuations.add(trees.entry(continuation.index()));
    }
    Logged<Withdrawal> taken = log.history().withdrawal(number);
    return new MailProof(
        release.salt(number),
        new String(release.lineBytes(number), StandardCharsets.US_ASCII),
        tree(release).path(release, number),
        policies.all(),
        changes,
        continuations,
        trees.entry(logged.index()),
        opened(log, release.statement()),
        taken == null ? null : trees.entry(taken.index()),
        log.note());
  }

  /** What a sealed release was opened with, or null where it was not sealed. */
  private static MailProof.@Nullable Opened opened(CheckedLog log, ReleaseStatement release) {
    SealedRelease seal = log.history().sealedRelease(release.number());
    String salt = seal == null ? null : seal.salt();
    return salt == null ? null : new MailProof.Opened(release, HexFormat.of().parseHex(salt));
  }

  /** The logs of a publication, each with its tree. */
  private static final class Trees {
    private final CheckedLog log;
    private final List<LogDirectory> files = new ArrayList<>();
    private final List<TiledTree> trees = new ArrayList<>();

    Trees(CheckedLog log, LogDirectory all) {
      this.log = log;
      for (int number = 1; number <= log.number(); number++) {
        files.add(all.log(number));
        trees.add(new TiledTree(log.end(number).size(), all.log(number)));
      }
    }

    LoggedEntry entry(long index) throws IOException {
      int number = log.numberOf(index);
      TiledTree tree = trees.get(number - 1);
      long at = index - log.first(number);
      byte[] entry =
          files.get(number - 1).entries(Tile.bundle(at, tree.size())).get((int) (at % Tile.FULL));
      return new LoggedEntry(index, entry, tree.inclusionProof(at));
    }
  }

  private ReleaseTree tree(ReleaseReader release) throws IOException {
    int number = release.statement().number();
    ReleaseTree known = trees.get(number);
    if (known == null) {
      known = ReleaseTree.of(release);
      trees.put(number, known);
    }
    return known;
  }
}
