package broadside.mail.dkim;

import java.util.Optional;

/** What came of one signature, or of one ARC chain. The closed list of docs/formats/dkim.md. */
public enum Verdict {
  /** The domain's key made this signature over these bytes. */
  PASS("pass"),

  /** The same, but something about it proves less: see {@link Weakness}. */
  WEAK("weak"),

  /** The body is not the one that was signed. */
  FAIL_BODY("fail-body"),

  /** The signature does not hold, or cannot be read. */
  FAIL_SIGNATURE("fail-signature"),

  /** The key was looked up, and there is none that this signature may use. */
  NO_KEY("no-key"),

  /** Nobody has looked the key up. */
  NOT_LOOKED_UP("not-looked-up"),

  /** The signature holds, but the private key is public: anyone could have made it. */
  KEY_PUBLIC("key-public"),

  /** The mail bears no signature. */
  UNSIGNED("unsigned");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The verdict as manifests, ledgers and queries write it. */
  public String word() {
    return word;
  }

  /** True where the key made the signature, and nobody else could have. */
  public boolean holds() {
    return this == PASS || this == WEAK;
  }

  /** The inverse of {@link #word()}; empty for every other string. */
  public static Optional<Verdict> of(String word) {
    for (Verdict verdict : values()) {
      if (verdict.word.equals(word)) {
        return Optional.of(verdict);
      }
    }
    return Optional.empty();
  }
}
