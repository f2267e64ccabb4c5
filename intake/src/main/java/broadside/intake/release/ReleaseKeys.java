package broadside.intake.release;

import broadside.archive.dkim.KeyLine;
import broadside.intake.ledger.Ledger;
import broadside.mail.dkim.DomainKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Which keys of domains a release keeps. */
final class ReleaseKeys {
  private ReleaseKeys() {}

  /** Records in the ledger's transaction which keys a release keeps, of those known now. */
  static void record(Ledger ledger, ReleaseRow release) throws IOException {
    SortedSet<String> names = ledger.dkimKeys().names(release.first(), release.last());
    ledger
        .redactions()
        .forEachFromRelease(
            release.first(),
            release.last(),
            (mail, redaction) -> {
              names.addAll(Tellable.names(ledger.dkimKeys().namesOf(mail), redaction));
            });
    List<String> lines = new ArrayList<>();
    for (DomainKey key : named(ledger, names)) {
      lines.add(KeyLine.print(key));
    }
    ledger.dkimKeys().addToRelease(release.number(), lines);
  }

  /** The keys of these names, in the order of a release's file. */
  static List<DomainKey> named(Ledger ledger, Iterable<String> names) throws IOException {
    List<DomainKey> keys = new ArrayList<>();
    for (String name : names) {
      keys.addAll(ledger.dkimKeys().named(name));
    }
    keys.sort(KeyLine.ORDER);
    return keys;
  }
}
