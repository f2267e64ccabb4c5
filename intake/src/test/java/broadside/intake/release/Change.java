package broadside.intake.release;

import broadside.archive.release.Durable;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Redaction;
import broadside.intake.sign.Corrector;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.Signer;
import broadside.proof.release.Commitment;
import broadside.proof.release.Reason;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Correction.Subject;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a publication of letters in tests that disturb it. Each adds one statement, and
 * has the same bytes whenever it is made.
 */
enum Change implements Task {
  RELEASE,
  WITHDRAW,
  REDACT,
  CORRECT,
  /** All of these together, taken from a newer copy that lies beside the publication. */
  CATCH_UP;

  /** What {@link #CATCH_UP} takes. */
  static final List<Change> EACH = List.of(RELEASE, WITHDRAW, REDACT, CORRECT);

  private static final String NEWER = "newer";

  /** The number that {@link #WITHDRAW} takes back. */
  static final long WITHDRAWN = 1;

  /** The number that {@link #REDACT} redacts. */
  static final long REDACTED = 2;

  /** Statements of {@link #publication}: its policy and its first release. */
  static final long STATEMENTS = 2;

  private static final byte[] NOTICE =
      "Berth 3 was taken after all.\n".getBytes(StandardCharsets.UTF_8);

  /** Release 1 has the letters 1 to 3; so many more wait. */
  static Letters publication(Path directory, int waiting) throws IOException {
    Letters letters = Letters.create(directory);
    letters.add(1, 2, 3);
    letters.release(ReleaseChoice.ALL);
    for (int i = 0; i < waiting; i++) {
      letters.add(4 + i);
    }
    return letters;
  }

  @Override
  public void make(Letters letters) throws IOException {
    if (this == CATCH_UP) {
      catchUp(letters);
      return;
    }
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      Signer signer = new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy());
      switch (this) {
        case RELEASE ->
            new Releaser(open)
                .release(ReleaseChoice.ALL, "", Letters.TIME, signer, ReleaseMonitor.NONE);
        case WITHDRAW -> withdraw(open, WITHDRAWN, null, signer);
        case REDACT -> withdraw(open, REDACTED, redaction(open), signer);
        case CORRECT -> {
          Corrector corrector = new Corrector(open);
          Correction correction =
              corrector.statement(Subject.MESSAGE, 3, "Not free", NOTICE, Letters.TIME);
          corrector.publish(correction, NOTICE, signer);
        }
        case CATCH_UP -> throw new IllegalStateException();
      }
    }
  }

  private static void catchUp(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new CatchUp(open, ReleaseMonitor.NONE)
          .from(new Letters(letters.publication().resolveSibling(NEWER)).publicDirectory());
    }
  }

  /** What {@link #CATCH_UP} takes from: a copy of this publication that went on. */
  static void goOn(Letters letters) throws IOException {
    Letters newer = letters.copy(letters.publication().resolveSibling(NEWER));
    for (Change change : EACH) {
      change.make(newer);
    }
  }

  private static void withdraw(
      PrivateDirectory open, long number, @Nullable Redaction redaction, Signer signer)
      throws IOException {
    new Withdrawer(open)
        .withdraw(
            new TreeMap<>(Map.of(number, new Withdrawer.Act(Reason.SAFETY, redaction))),
            Letters.TIME,
            signer,
            ReleaseMonitor.NONE);
  }

  /** Its salt is the same each time. */
  private static Redaction redaction(PrivateDirectory open) throws IOException {
    String eml = new String(new Withdrawer(open).eml(REDACTED), StandardCharsets.UTF_8);
    byte[] redacted = eml.replace("Bob", "[redacted]").getBytes(StandardCharsets.UTF_8);
    byte[] salt = SignedText.sha256("a salt".getBytes(StandardCharsets.UTF_8));
    return new Redaction(
        Reason.SAFETY,
        HexFormat.of().formatHex(Commitment.toMail(salt, redacted)),
        salt,
        Redaction.of(redacted, Reason.SAFETY).mail());
  }

  /** Completes what was stopped, and makes those of these changes that were not committed. */
  static void finish(Letters letters, List<Change> changes) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
    }
    int done = Math.min(committed(letters), changes.size());
    for (Change change : changes.subList(done, changes.size())) {
      change.make(letters);
    }
  }

  /** How many changes the ledger has. */
  static int committed(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(letters.publication())) {
      return Math.toIntExact(open.ledger().statements().size() - STATEMENTS);
    }
  }

  /** What lies in the private directory besides the ledger and its journal. */
  static List<String> remains(Letters letters) throws IOException {
    Path directory = letters.publication().resolve("private");
    try (Stream<Path> all = Files.walk(directory)) {
      return all.map(path -> directory.relativize(path).toString())
          .filter(name -> !name.startsWith("ledger.db"))
          .sorted()
          .toList();
    }
  }

  /** Deletes a copy that is done with. */
  static void delete(Letters letters) throws IOException {
    Durable.deleteTree(letters.publication());
  }
}
