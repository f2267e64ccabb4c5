package broadside.proof.release;

import broadside.proof.text.FormatException;
import java.util.Locale;

/** Why a mail is withheld or redacted: the fixed list that a release may say. */
public enum Reason {
  /** It holds data of somebody who is no part of the story. */
  PERSONAL_DATA,
  /** It would show who gave the mail. */
  SOURCE_PROTECTION,
  /** It would put somebody in danger. */
  SAFETY,
  /** It is between a lawyer and a client. */
  LEGAL_PRIVILEGE,
  /** A court or an authority has ordered it. */
  COURT_ORDER,
  /** It holds a secret that is still good: a password, a key. */
  SECURITY,
  /** It has nothing to do with the publication. */
  NOT_RELEVANT;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The code as it is written: the name in lower case with hyphens. */
  public String code() {
    return code;
  }

  /** The inverse of {@link #code()}. */
  public static Reason parse(String code) throws FormatException {
    for (Reason reason : values()) {
      if (reason.code.equals(code)) {
        return reason;
      }
    }
    throw new FormatException("no reason code: " + code);
  }
}
