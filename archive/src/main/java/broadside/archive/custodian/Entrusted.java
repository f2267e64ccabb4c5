package broadside.archive.custodian;

import broadside.archive.log.CheckedLog;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.statement.SealedStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A sealed release as one custodian sees it.
 *
 * @param policy that the seal names: it is judged by that for ever
 * @param directory where its files and notes lie here
 * @param index of the custodian's share, from 1, or 0 where it holds none
 */
public record Entrusted(
    SealedRelease release, Policy policy, SealedDirectory directory, int index) {

  /** All sealed releases of a log, for whoever has this key. */
  public static List<Entrusted> all(CheckedLog log, Path publicDirectory, VerifierKey key) {
    return log.history().sealedReleases().stream()
        .map(release -> {
          SealedStatement seal = release.sealed().statement();
          return new Entrusted(
              release,
              log.history().policies().all().get(seal.policy() - 1),
              SealedDirectory.of(publicDirectory, seal.number()),
              index(seal, key));
        })
        .toList();
  }

  private static int index(SealedStatement seal, VerifierKey key) {
    return seal.shares().stream().map(SealedStatement.Custody::custodian).toList().indexOf(key) + 1;
  }

  /** What was sealed, and for whom. */
  public SealedStatement seal() {
    return release.sealed().statement();
  }

  /** Number of the release. */
  public int number() {
    return seal().number();
  }

  /** Bytes of the encrypted parts. */
  public long bytes() {
    return seal().parts().stream().mapToLong(SealedStatement.Part::bytes).sum();
  }

  /** True where the custodian holds a share of it. */
  public boolean isMine() {
    return index > 0;
  }

  /** True where the log has the custodian's receipt. */
  public boolean isReceiptLogged() {
    return release.receipts().containsKey(index);
  }

  /** True where the custodian's receipt lies here, whether the log has it or not. */
  public boolean isReceiptSigned() {
    return isMine() && Files.exists(directory.receipt(index));
  }

  /** True where the custodian's share was published here. */
  public boolean isPublished() {
    return isMine() && Files.exists(directory.published(index));
  }

  /** True while it can still be asked for: neither void nor open. */
  public boolean isPending() {
    return !release.isVoid() && !release.isOpen();
  }
}
