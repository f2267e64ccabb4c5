package broadside.intake.ledger;

import broadside.archive.release.DeflatedMail;
import broadside.archive.release.MailInflater;
import broadside.intake.segment.MailDeflater;
import broadside.proof.release.Commitment;
import broadside.proof.release.Reason;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A mail with parts removed, which is published in the place of the whole one.
 *
 * @param reason why, as readers see it
 * @param commitment to its bytes, under {@code salt}, in hex
 * @param salt 32 random bytes, drawn for it
 * @param mail its bytes
 */
public record Redaction(Reason reason, String commitment, byte[] salt, DeflatedMail mail) {
  /** The position of a redaction that holds from the mail's release on. */
  public static final long FROM_RELEASE = 0;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The mail's bytes.
   *
   * @throws LedgerException where they are damaged
   */
  public byte[] eml() throws LedgerException {
    try (MailInflater inflater = new MailInflater()) {
      byte[] eml = inflater.inflate(mail);
      if (eml != null
          && HexFormat.of().formatHex(Commitment.toMail(salt, eml)).equals(commitment)) {
        return eml;
      }
    }
    throw new LedgerException(
        LedgerException.Reason.DAMAGED,
        "private/ledger.db is damaged: a redacted mail is not the one that was kept; restore it from a copy.");
  }

  /** Of these bytes, with a salt that is drawn now. */
  public static Redaction of(byte[] eml, Reason reason) {
    byte[] salt = new byte[Commitment.SALT_BYTES];
    RANDOM.nextBytes(salt);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (MailDeflater deflater = new MailDeflater()) {
      var packed = deflater.deflate(eml);
      packed.pieces().forEach(deflated::writeBytes);
      return new Redaction(
          reason,
          HexFormat.of().formatHex(Commitment.toMail(salt, eml)),
          salt,
          new DeflatedMail(deflated.toByteArray(), packed.bytes(), packed.crc()));
    }
  }
}
