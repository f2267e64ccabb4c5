package broadside.mail.dkim;

import broadside.mail.dkim.CanonicalBody.Hashes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body hashes of one mail, computed when first asked for: one pass for each canonicalization,
 * hash function and undoing, which all signatures share.
 */
final class BodyHashes {
  private static final long[] NONE = {};

  private final MailHeader header;
  private final Digests digests;
  private final List<SignatureField> signatures;
  private final Map<Pass, Hashes> found = new HashMap<>();

  private record Pass(Canonicalization form, Hash hash, Undoing undoing) {}

  /** For the signatures of a mail, of which each may be asked about. */
  BodyHashes(MailHeader header, Digests digests, List<SignatureField> signatures) {
    this.header = header;
    this.digests = digests;
    this.signatures = signatures;
  }

  /**
   * How a signature fits the body.
   *
   * @param undoing what had to be undone for it to fit, or null where it does not
   * @param partly true where the body is longer than what was signed
   * @param detail why it does not fit, or ""
   */
  record Fit(@Nullable Undoing undoing, boolean partly, String detail) {}

  /** How the signature, which is readable and has a body hash, fits the body. */
  Fit fit(SignatureField signature) {
    Hashes asFound = hashes(signature, Undoing.NONE);
    if (matches(signature, asFound)) {
      return new Fit(Undoing.NONE, isLonger(signature, asFound), "");
    }
    if (asFound.quoted()) {
      Hashes unquoted = hashes(signature, Undoing.UNQUOTED);
      if (matches(signature, unquoted)) {
        return new Fit(Undoing.UNQUOTED, isLonger(signature, unquoted), "");
      }
    }
    if (asFound.quoted() || asFound.bare()) {
      Hashes requoted = hashes(signature, Undoing.REQUOTED);
      if (matches(signature, requoted)) {
        return new Fit(Undoing.REQUOTED, isLonger(signature, requoted), "");
      }
    }
    return new Fit(
        null,
        false,
        asFound.length() < signature.bodyLength
            ? "the body is shorter than the " + signature.bodyLength + " bytes that were signed"
            : "the body is not the one that was signed");
  }

  private static boolean isLonger(SignatureField signature, Hashes hashes) {
    return signature.bodyLength >= 0 && signature.bodyLength < hashes.length();
  }

  private boolean matches(SignatureField signature, Hashes hashes) {
    if (signature.bodyLength < 0) {
      return Arrays.equals(hashes.whole(), signature.bodyHash);
    }
    int index = Arrays.binarySearch(lengths(signature), signature.bodyLength);
    return Arrays.equals(hashes.beginnings()[index], signature.bodyHash);
  }

  private Hashes hashes(SignatureField like, Undoing undoing) {
    Pass pass = new Pass(like.bodyForm, like.algorithm().hash, undoing);
    Hashes known = found.get(pass);
    if (known == null) {
      known =
          CanonicalBody.hash(
              header.mail(),
              header.bodyFrom(),
              pass.form(),
              undoing,
              digests.of(pass.hash()),
              lengths(like));
      found.put(pass, known);
    }
    return known;
  }

  /** The lengths that signatures over the same hash of the same form ask for, ascending. */
  private long[] lengths(SignatureField like) {
    long[] lengths = new long[signatures.size()];
    int count = 0;
    for (SignatureField other : signatures) {
      if (other.problem.isEmpty()
          && other.bodyLength >= 0
          && other.bodyForm == like.bodyForm
          && other.algorithm().hash == like.algorithm().hash) {
        lengths[count++] = other.bodyLength;
      }
    }
    return count == 0 ? NONE : Arrays.stream(lengths, 0, count).sorted().distinct().toArray();
  }
}
