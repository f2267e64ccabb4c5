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
    Withdrawal.Taken act = log.history().taken(release.statement().number(), number);
    boolean gone = act != null && act.mail() == null;
    if (gone || release.line(number) instanceof ManifestLine.Withheld) {
      return null;
    }
    TiledTree tree = new TiledTree(log.seen().checkpoint().size(), files);
    PolicyChain policies = log.history().policies();
    List<LoggedEntry> changes = new ArrayList<>();
    for (int version = 2; version <= policies.newest().version(); version++) {
      changes.add(entry(tree, policies.index(version)));
    }
    Logged<Withdrawal> taken = log.history().withdrawal(number);
    return new MailProof(
        release.salt(number),
        new String(release.lineBytes(number), StandardCharsets.US_ASCII),
        tree(release).path(release, number),
        policies.all(),
        changes,
        entry(tree, logged.index()),
        opened(log, release.statement()),
        taken == null ? null : entry(tree, taken.index()),
        log.note());
  }

  /** What a sealed release was opened with, or null where it was not sealed. */
  private static MailProof.@Nullable Opened opened(CheckedLog log, ReleaseStatement release) {
    SealedRelease seal = log.history().sealedRelease(release.number());
    String salt = seal == null ? null : seal.salt();
    return salt == null ? null : new MailProof.Opened(release, HexFormat.of().parseHex(salt));
  }

  private LoggedEntry entry(TiledTree tree, long index) throws IOException {
    byte[] entry = files.entries(Tile.bundle(index, tree.size())).get((int) (index % Tile.FULL));
    return new LoggedEntry(index, entry, tree.inclusionProof(index));
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
