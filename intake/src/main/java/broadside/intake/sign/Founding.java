package broadside.intake.sign;

import broadside.archive.About;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.ledger.Ledger;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Who is to decide in a new publication, and what its log is called.
 *
 * @param origin the log's name: unique in the world
 * @param editors names of the editors, for each of whom a key is made
 * @param threshold how many of them it takes
 * @param passphrases under which their keys are kept
 * @param witnesses who are to watch its log from its first entry on
 * @param quorum how many of them a checkpoint takes: {@link PolicyChange#DEFAULT_QUORUM}, or 0 for
 *     none
 */
public record Founding(
    String origin,
    List<String> editors,
    int threshold,
    Passphrases passphrases,
    List<Witness> witnesses,
    int quorum) {
  private static final String LONE = "editor";

  public Founding {
    editors = List.copyOf(editors);
    witnesses = List.copyOf(witnesses);
    if (threshold < 1 || threshold > editors.size() || editors.size() > Roles.MOST) {
      throw new IllegalArgumentException(
          "a threshold of %d for %d editors: it must be 1 to their number, which is at most %d"
              .formatted(threshold, editors.size(), Roles.MOST));
    }
    if (Set.copyOf(editors).size() < editors.size()) {
      throw new IllegalArgumentException("two editors of one name: each has a key of their own");
    }
    if (editors.contains(Keys.LOG)) {
      throw new IllegalArgumentException("an editor cannot be called \"log\": the log's key is");
    }
    if (!VerifierKey.isName(origin)) {
      throw new IllegalArgumentException("no origin of a log: " + origin);
    }
    if (quorum > witnesses.size() || quorum < PolicyChange.DEFAULT_QUORUM) {
      throw new IllegalArgumentException(
          "a quorum of %d of %d witnesses".formatted(quorum, witnesses.size()));
    }
    if (witnesses.size() > LogPolicy.MOST
        || witnesses.stream().map(Witness::name).distinct().count() < witnesses.size()
        || witnesses.stream().map(w -> w.key().publicKey()).distinct().count() < witnesses.size()) {
      throw new IllegalArgumentException(
          "two witnesses of one name or key, or more than " + LogPolicy.MOST);
    }
  }

  /** A lone publisher's: one editor, whose key is bare. */
  public static Founding lone(String title) {
    return new Founding(
        origin(title), List.of(LONE), 1, Passphrases.NONE, List.of(), PolicyChange.DEFAULT_QUORUM);
  }

  /** A name for a log that no other has: the title's letters and digits, and eight hex digits. */
  public static String origin(String title) {
    String words =
        title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-|-$", "");
    String random = UUID.randomUUID().toString().substring(0, 8);
    return words.isEmpty()
        ? random
        : words.substring(0, Math.min(words.length(), 40)) + "-" + random;
  }

  /** Makes a new publication with a lone publisher's key. */
  public static void create(Path publication, About about, Settings settings) throws IOException {
    lone(about.title()).createPublication(publication, about, settings);
  }

  /**
   * Makes a new publication, and the first entry of its log.
   *
   * @throws IntakeException where something is there already
   * @throws QuorumException where too few witnesses signed: it is made, and the next command that
   *     publishes goes on
   */
  public void createPublication(Path publication, About about, Settings settings)
      throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    PrivateDirectory.create(
        publication, about, settings, (keys, ledger) -> found(keys, ledger, now));
    try (PrivateDirectory made = PrivateDirectory.open(publication)) {
      new PublicLog(made).publish();
    }
  }

  /**
   * Makes the keys, and in the ledger version 1 of the policy with its statement, signed.
   *
   * @param keys an empty directory
   * @param time of the statement, in whole seconds
   */
  void found(Path keys, Ledger ledger, Instant time) throws IOException {
    Keys ring = new Keys(keys, passphrases);
    List<Roles.Editor> roles = new ArrayList<>();
    List<SigningKey> made = new ArrayList<>();
    for (String editor : editors) {
      SigningKey key = ring.generate(editor, editor, KeyType.NOTE);
      made.add(key);
      roles.add(new Roles.Editor(editor, key.verifier()));
    }
    VerifierKey log =
        new Keys(keys, Passphrases.NONE).generate(Keys.LOG, origin, KeyType.NOTE).verifier();
    Policy policy = policy(log, roles);
    PolicyStatement statement = PolicyStatement.of(policy.hash(), null, policy, time);
    ledger.statements().add(policy);
    ledger.statements().add(SignedStatement.of(statement, sign(made, statement)));
    ledger.commit();
  }

  private List<NoteSignature> sign(List<SigningKey> keys, PolicyStatement statement) {
    return keys.stream().limit(threshold).map(key -> key.sign(statement.print())).toList();
  }

  private Policy policy(VerifierKey log, List<Roles.Editor> roles) {
    try {
      return new Policy(
          PolicyChange.witnessed(log, null, witnesses, quorum),
          new Roles(1, roles, threshold, List.of(), null, null));
    } catch (IllegalArgumentException e) {
      throw new IntakeException(Refusal.BAD_KEY, Path.of(""), e.getMessage() + ".");
    }
  }
}
