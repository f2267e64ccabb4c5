package broadside.proof.mail;

import broadside.proof.fixture.Publication;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.text.FormatException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Proofs of mails that were redacted, withdrawn or withheld. */
class WithdrawnMailProofTest extends LoggedMails {
  @Test
  void provesTheMailThatARedactionPutInTheOthersPlace() throws IOException, FormatException {
    holds(redacted());
    Parts original = redacted();
    original.mail = mail(3);
    original.salt = salt(3);
    refuses(original, "the mail is not the one");
  }

  @Test
  void refusesWithdrawalsOfOtherNumbersAndPlaces() throws IOException {
    refuses(with(p -> p.withdrawal = unchecked(20)), "not of this number");
    Parts withdrawn = parts();
    withdrawn.mail = mail(4);
    withdrawn.salt = salt(4);
    withdrawn.line = line(4);
    withdrawn.path = MerkleTree.inclusionProof(leaves(), 4);
    withdrawn.withdrawal = logged(21);
    refuses(withdrawn, "not of this number"); // withdrawn, with nothing in its place
    Parts moved = redacted();
    moved.withdrawal = at(moved.withdrawal, 22);
    refuses(moved, "entry 22 is not in the log");
    Parts bent = redacted();
    bent.withdrawal = flipPath(bent.withdrawal, 1);
    refuses(bent, "entry 20 is not in the log");
    Parts release = redacted();
    release.withdrawal = release.statement;
    refuses(release, "not of this number");
    refusesWithdrawal(
        299,
        Publication.sign(book.redact(3, 1, 1, 103, redaction()), "emil"),
        "not of this number");
    refusesWithdrawal(
        299, Publication.sign(book.redact(3, 2, 1, 103, redaction()), "anna"), "no editor");
    refusesWithdrawal(
        299,
        Publication.sign(book.redact(2, 2, 1, 103, redaction()), "anna", "cleo"),
        "under policy 2");
  }

  /** In the history it is void: there was no release to take anything from. */
  @Test
  void refusesAWithdrawalFromBeforeTheRelease() throws IOException, FormatException {
    byte[] early = Publication.sign(book.redact(2, 2, 1, 103, redaction()), "anna", "cleo");
    refusesWithdrawal(6, early, "before the release");
    Parts later = withdrawal(8, early);
    holds(later);
  }

  private static String redaction() {
    return commitment(salt(33), REDACTED);
  }

  private static void refusesWithdrawal(int index, byte[] entry, String why) throws IOException {
    refuses(withdrawal(index, entry), why);
  }

  private static LoggedEntry unchecked(int index) {
    try {
      return logged(index);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void refusesToProveWhatIsWithheld() throws IOException {
    Parts parts = parts();
    parts.line = line(8);
    parts.path = MerkleTree.inclusionProof(leaves(), 8);
    refuses(parts, "number 108 is withheld");
  }

  /** A withdrawal that commits to a mail under a withheld number makes nothing of it readable. */
  @Test
  void refusesToProveWhatIsWithheldThoughAWithdrawalSpeaksOfIt() throws IOException {
    byte[] entry = Publication.sign(book.redact(2, 2, 1, 108, redaction()), "anna", "cleo");
    Parts parts = withdrawal(8, entry);
    parts.line = line(8);
    parts.path = MerkleTree.inclusionProof(leaves(), 8);
    refuses(parts, "number 108 is withheld");
  }
}
