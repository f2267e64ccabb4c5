package broadside.proof.note;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text with signatures (C2SP signed-note). What a note says is worth nothing until {@link
 * #signers} has named a key that its reader trusts.
 *
 * @param text ends with LF
 * @param signatures at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** Bytes of a note at most: what an entry of the log can hold, with as much again. */
  public static final int NOTE_BYTES = 1 << 17;

  /** Signature lines at most; the specification asks for 16. */
  public static final int SIGNATURES = 64;

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n") || !isPlain(text)) {
      throw new IllegalArgumentException("no text of a note");
    }
    if (signatures.isEmpty() || signatures.size() > SIGNATURES) {
      throw new IllegalArgumentException(signatures.size() + " signatures, not 1…" + SIGNATURES);
    }
  }

  /** Text, empty line, signatures. */
  public String print() {
    StringBuilder note = new StringBuilder(text.length() + 160 * signatures.size());
    note.append(text).append('\n');
    signatures.forEach(s -> note.append(s.print()).append('\n'));
    return note.toString();
  }

  /** The note's UTF-8 bytes. */
  public byte[] encode() {
    return print().getBytes(StandardCharsets.UTF_8);
  }

  /** The inverse of {@link #encode()}; the signatures are not checked. */
  public static SignedNote parse(byte[] bytes) throws FormatException {
    return parse(bytes, NOTE_BYTES);
  }

  /** The same for a note of at most so many bytes, which is no entry of the log. */
  public static SignedNote parse(byte[] bytes, int most) throws FormatException {
    if (bytes.length > most) {
      throw new FormatException("a note of more than " + most + " bytes");
    }
    String note = SignedText.decode(bytes);
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !isPlain(note)) {
      throw new FormatException("no signed note");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : SignedText.lines(note.substring(end + 2))) {
      if (signatures.size() == SIGNATURES) {
        throw new FormatException("a note with more than " + SIGNATURES + " signatures");
      }
      signatures.add(NoteSignature.parse(line));
    }
    return new SignedNote(note.substring(0, end + 1), signatures);
  }

  /**
   * The keys of {@code known} that signed this text, each once. Signatures by other keys are
   * ignored; keys for cosignatures sign no note and are ignored too.
   *
   * @throws FormatException where a signature that bears the name and id of a known key is not its,
   *     or where none of these keys signed
   */
  public Set<VerifierKey> signers(Collection<VerifierKey> known) throws FormatException {
    Set<VerifierKey> signers = new LinkedHashSet<>();
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : known) {
        if (key.type() == KeyType.NOTE && signature.isBy(key)) {
          if (!key.verifies(text.getBytes(StandardCharsets.UTF_8), signature.signature())) {
            throw new FormatException("the signature of " + key.name() + " does not hold");
          }
          signers.add(key);
        }
      }
    }
    if (signers.isEmpty()) {
      throw new FormatException("not signed by a known key");
    }
    return signers;
  }

  /** This note with another signature; a line by the same key is replaced. */
  public SignedNote with(NoteSignature added) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.removeIf(s -> s.keyId() == added.keyId() && s.name().equals(added.name()));
    all.add(added);
    return new SignedNote(text, all);
  }

  private static boolean isPlain(String text) {
    return text.codePoints().noneMatch(c -> (c < ' ' && c != '\n') || isSurrogate(c));
  }

  /** True for half of a pair that stands alone: it has no encoding in UTF-8. */
  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
