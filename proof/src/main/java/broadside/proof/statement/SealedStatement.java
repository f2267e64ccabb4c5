package broadside.proof.statement;

import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.release.Commitment;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Parts;
import broadside.proof.sealed.ShareNote;
import broadside.proof.sealed.Verifiers;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A release whose content is fixed and encrypted now, and opened later by its custodians. It is
 * judged for ever by the policy that it names.
 *
 * @param number of the release, from 1 without gaps over open and sealed ones
 * @param previous SHA-256 of the text of the release or sealed release before it, or null
 * @param first number of the first message
 * @param count how many numbers
 * @param terms when it opens, and what can keep it from that
 * @param step bytes of the parts' plaintexts in all, with what they are padded with
 * @param parts the encrypted files, in order
 * @param commitment to the release's statement
 * @param recipient of the parts: the age identity that the shared secret makes
 * @param verifiers commitments to the polynomial, of which there are as many as shares are needed
 * @param shares i at i - 1: one for each custodian of the policy, in its order
 */
public record SealedStatement(
    String publication,
    int policy,
    int number,
    @Nullable String previous,
    long first,
    long count,
    Terms terms,
    long step,
    List<Part> parts,
    String commitment,
    String recipient,
    List<BigInteger> verifiers,
    List<Custody> shares,
    Instant time)
    implements Numbered {
  static final String TYPE = "sealed";

  /** Bytes of an encrypted share at most. */
  public static final int SHARE_BYTES = 1 << 14;

  /** An encrypted file of part of the release. */
  public record Part(long bytes, String sha256) {
    public Part {
      Checks.count(bytes);
      Checks.hash(sha256);
    }

    private static Part parse(List<String> words) throws FormatException {
      return new Part(SignedText.count(words.getFirst()), words.getLast());
    }

    private String print() {
      return bytes + " " + sha256;
    }
  }

  /**
   * A custodian's share.
   *
   * @param custodian who signs its receipt and its publication
   * @param file the share, encrypted to the custodian
   */
  public record Custody(VerifierKey custodian, Part file) {
    public Custody {
      Checks.check(file.bytes() >= 1 && file.bytes() <= SHARE_BYTES, "a share's size");
    }
  }

  /**
   * A share that its custodian signed for this seal.
   *
   * @param index of the custodian
   * @param note what it signed: where the share is bad, the evidence
   * @param isGood true where it is the custodian's own and fits the verifiers
   */
  public record Published(int index, SignedNote note, ShareNote share, boolean isGood) {}

  public SealedStatement {
    Checks.head(publication, policy, 1, time);
    parts = List.copyOf(parts);
    verifiers = List.copyOf(verifiers);
    shares = List.copyOf(shares);
    Checks.check(number >= 1 && (previous == null) == (number == 1), "number " + number);
    if (previous != null) {
      Checks.hash(previous);
    }
    Checks.count(first);
    Checks.count(count);
    Checks.check(first >= 1 && count >= 1, "numbers begin with 1");
    Checks.check(first <= SignedText.LARGEST_COUNT - count, "numbers beyond 10^18-1");
    Checks.check(time.isBefore(terms.notBefore()), "to be opened before it is made");
    Checks.check(Parts.isStep(step), "step " + step);
    List<Long> sizes = Parts.cut(step);
    Checks.check(parts.size() == sizes.size(), parts.size() + " parts of " + step + " bytes");
    for (int i = 0; i < sizes.size(); i++) {
      long added = parts.get(i).bytes() - sizes.get(i);
      Checks.check(added > 0 && added <= Parts.OVERHEAD, "size of part " + (i + 1));
    }
    Checks.hash(commitment);
    Checks.check(AgeIdentity.isRecipient(recipient), "no age recipient");
    Checks.check(
        !verifiers.isEmpty()
            && verifiers.size() < shares.size()
            && shares.size() <= Verifiers.MOST_SHARES,
        verifiers.size() + " of " + shares.size() + " shares");
    Checks.check(verifiers.stream().allMatch(Verifiers::isInRange), "a verifier out of range");
    Checks.check(
        shares.stream().map(s -> s.custodian().publicKey()).distinct().count() == shares.size(),
        "a custodian twice");
  }

  /** How many shares open it. */
  public int threshold() {
    return verifiers.size();
  }

  /** The custodian that a signature line names, from 1; 0 where it names none. */
  public int index(NoteSignature line) {
    for (int i = 0; i < shares.size(); i++) {
      VerifierKey key = shares.get(i).custodian();
      if (key.keyId() == line.keyId() && key.name().equals(line.name())) {
        return i + 1;
      }
    }
    return 0;
  }

  /**
   * The share in this note, good or bad.
   *
   * @throws FormatException where no custodian of this seal signed it, alone and for this seal: it
   *     says nothing of anybody, and is to be forgotten
   */
  public Published share(byte[] note) throws FormatException {
    return share(note, null);
  }

  /**
   * The same, by verifiers that {@link #sharing()} has checked before.
   *
   * @throws FormatException as above
   */
  public Published share(byte[] note, @Nullable Verifiers checked) throws FormatException {
    SignedNote signed = signedShare(note);
    ShareNote share = ShareNote.parse(signed.text());
    int index = index(signed.signatures().getFirst());
    Verifiers sharing = checked == null ? sharing() : checked;
    boolean isGood = share.share().index() == index && sharing.hold(share.share());
    return new Published(index, signed, share, isGood);
  }

  /**
   * A share of this seal that one of its custodians has signed, good or bad: who signed it is
   * checked, the equation is not.
   *
   * @throws FormatException as above
   */
  public SignedNote signedShare(byte[] note) throws FormatException {
    if (note.length > ShareNote.BYTES) {
      throw new FormatException("a share of more than " + ShareNote.BYTES + " bytes");
    }
    SignedNote signed = SignedNote.parse(note);
    ShareNote share = ShareNote.parse(signed.text());
    if (!share.publication().equals(publication)
        || share.number() != number
        || !share.seal().equals(sha256())) {
      throw new FormatException("a share of another sealed release");
    }
    int index = index(signed.signatures().getFirst());
    if (index == 0 || signed.signatures().size() != 1) {
      throw new FormatException("a share that is not signed by a custodian alone");
    }
    signed.signers(List.of(shares.get(index - 1).custodian()));
    return signed;
  }

  /**
   * The verifiers, each of which is checked.
   *
   * @throws FormatException where one is not in the group: no share is good then
   */
  public Verifiers sharing() throws FormatException {
    return Verifiers.of(verifiers);
  }

  /**
   * Says that this is the release that was sealed.
   *
   * @param salt of the commitment, 32 bytes
   * @throws FormatException where it is not
   */
  public void check(ReleaseStatement release, byte[] salt) throws FormatException {
    if (salt.length != Commitment.SALT_BYTES
        || !HexFormat.of()
            .formatHex(Commitment.toRelease(salt, release.encode()))
            .equals(commitment)) {
      throw new FormatException("a release that is not the sealed one");
    }
    boolean fits =
        release.publication().equals(publication)
            && release.policy() == policy
            && release.number() == number
            && Objects.equals(release.previous(), previous)
            && release.first() == first
            && release.count() == count;
    if (!fits) {
      throw new FormatException("a sealed release that does not fit its seal");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    StringBuilder text = new StringBuilder(4096);
    line(text, "number", number);
    line(text, "previous", previous == null ? "-" : previous);
    line(text, "messages", first + " " + count);
    text.append(terms.print());
    line(text, "step", step);
    parts.forEach(part -> line(text, "part", part.print()));
    line(text, "commitment", commitment);
    line(text, "recipient", recipient);
    line(text, "threshold", threshold());
    for (int j = 0; j < verifiers.size(); j++) {
      line(text, "verifier", j + " " + Verifiers.print(verifiers.get(j)));
    }
    for (int i = 0; i < shares.size(); i++) {
      Custody share = shares.get(i);
      line(text, "share", (i + 1) + " " + share.custodian() + " " + share.file().print());
    }
    line(text, "time", SignedText.time(time));
    return text.toString();
  }

  static SealedStatement read(String publication, int policy, Fields fields)
      throws FormatException {
    int number = fields.integer("number");
    String previous = fields.orDash("previous");
    List<String> messages = Fields.words(fields.value("messages"), 2);
    Terms terms = Terms.read(fields);
    long step = fields.count("step");
    List<Part> parts = new ArrayList<>();
    for (String value : fields.all("part")) {
      parts.add(Part.parse(Fields.words(value, 2)));
    }
    String commitment = fields.value("commitment");
    String recipient = fields.value("recipient");
    fields.integer("threshold"); // printed again as the number of verifiers
    List<BigInteger> verifiers = new ArrayList<>();
    for (String value : fields.all("verifier")) {
      verifiers.add(Verifiers.parse(Fields.words(value, 2).getLast()));
    }
    List<Custody> shares = new ArrayList<>();
    for (String value : fields.all("share")) {
      List<String> words = Fields.words(value, 4);
      Part file = Part.parse(words.subList(2, 4));
      shares.add(new Custody(VerifierKey.parse(words.get(1)), file));
    }
    return new SealedStatement(
        publication,
        policy,
        number,
        previous,
        SignedText.count(messages.getFirst()),
        SignedText.count(messages.getLast()),
        terms,
        step,
        parts,
        commitment,
        recipient,
        verifiers,
        shares,
        SignedText.time(fields.value("time")));
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append(' ').append(value).append('\n');
  }
}
