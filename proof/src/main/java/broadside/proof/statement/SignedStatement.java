package broadside.proof.statement;

import broadside.proof.log.EntryBundle;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A statement with its signatures: an entry of the log. It carries valid signatures of editors, or
 * of one custodian, and nothing else, in the order of their key ids, so that there is no room to
 * smuggle anything in.
 *
 * @param statement what is said
 * @param note who signed it; its text is the statement's
 */
public record SignedStatement(Statement statement, SignedNote note) {
  /** What a release's statement is called in its directory. */
  public static final String FILE = "statement";

  private static final Comparator<NoteSignature> ORDER =
      (a, b) ->
          a.keyId() == b.keyId()
              ? a.name().compareTo(b.name())
              : Integer.compareUnsigned(a.keyId(), b.keyId());

  public SignedStatement {
    if (!statement.print().equals(note.text())) {
      throw new IllegalArgumentException("the note has another text than the statement");
    }
  }

  /** A statement with these signatures, put in their order; they are not checked. */
  public static SignedStatement of(Statement statement, List<NoteSignature> signatures) {
    return new SignedStatement(
        statement,
        new SignedNote(statement.print(), signatures.stream().distinct().sorted(ORDER).toList()));
  }

  /** The inverse of {@link #encode()}; the signatures are not checked. */
  public static SignedStatement parse(byte[] entry) throws FormatException {
    if (entry.length > EntryBundle.ENTRY_BYTES) {
      throw new FormatException("an entry of " + entry.length + " bytes");
    }
    SignedNote note = SignedNote.parse(entry);
    return new SignedStatement(Statement.parse(note.text()), note);
  }

  /** The entry's bytes. */
  public byte[] encode() {
    return note.encode();
  }

  /**
   * Says that those whom this policy lets say this have signed it, and that the note holds nothing
   * else than their signatures: one custodian for a receipt, the threshold of editors for all else.
   *
   * @throws FormatException where too few signed, or anything is in it that should not be
   */
  public void check(Policy policy) throws FormatException {
    if (!(statement instanceof Receipt)) {
      check(List.of(policy));
    } else if (signers(policy.custodianKeys(), "custodian").size() != 1) {
      throw new FormatException("a receipt of several custodians");
    }
  }

  /**
   * Says that the editors of each of these policies have decided this: a change of policy needs the
   * thresholds of both.
   *
   * @throws FormatException as {@link #check(Policy)}
   */
  public void check(List<Policy> policies) throws FormatException {
    Set<VerifierKey> editors = new HashSet<>();
    policies.forEach(p -> editors.addAll(p.editorKeys()));
    Set<String> signers = signers(editors, "editor");
    for (Policy policy : policies) {
      long count =
          policy.editorKeys().stream().filter(k -> signers.contains(k.publicKey())).count();
      if (count < policy.roles().threshold()) {
        throw new FormatException(
            "signed by %d of the editors of policy %d; it takes %d"
                .formatted(count, policy.version(), policy.roles().threshold()));
      }
    }
  }

  /** The public keys that signed, all of which are known; the lines are in their order. */
  private Set<String> signers(Collection<VerifierKey> known, String role) throws FormatException {
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    Set<String> signers = new HashSet<>();
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0 && ORDER.compare(lines.get(i - 1), lines.get(i)) >= 0) {
        throw new FormatException("its signatures are not in order, or one is there twice");
      }
      VerifierKey key = signer(known, role, lines.get(i));
      if (!key.verifies(text, lines.get(i).signature())) {
        throw new FormatException("the signature of " + key.name() + " does not hold");
      }
      signers.add(key.publicKey());
    }
    return signers;
  }

  private static VerifierKey signer(Collection<VerifierKey> known, String role, NoteSignature line)
      throws FormatException {
    for (VerifierKey key : known) {
      if (key.type() == KeyType.NOTE
          && key.name().equals(line.name())
          && key.keyId() == line.keyId()) {
        return key;
      }
    }
    throw new FormatException("signed by somebody who is no " + role);
  }
}
