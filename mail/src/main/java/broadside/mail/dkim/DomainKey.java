package broadside.mail.dkim;

import java.time.LocalDate;

/**
 * A DKIM key as a domain published it, and how it was learned.
 *
 * @param name where it stood in the DNS, such as {@code s1._domainkey.example.org}; lower case, no
 *     dot at the end
 * @param record the text of the TXT record, its strings joined: printable ASCII, at most {@link
 *     #RECORD_CHARS}; "" where it was looked up and there was none
 * @param source a word that says who vouches for the key: {@code file} or {@code dns}
 * @param date when it was learned
 * @param isPublic true where the private key is known to be public
 */
public record DomainKey(
    String name, String record, String source, LocalDate date, boolean isPublic) {

  /** An RSA key of 16,384 bits takes 2,800; a longer record is no key. */
  public static final int RECORD_CHARS = 4_096;

  /** A tag without a value, which none may be. */
  private static final String CUT = ";?";

  private static final int NAME_CHARS = 255;
  private static final int SOURCE_CHARS = 16;

  public DomainKey {
    if (!isName(name)) {
      throw new IllegalArgumentException("no name of a key");
    }
    if (record.length() > RECORD_CHARS || record.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("no record of a key");
    }
    if (source.isEmpty()
        || source.length() > SOURCE_CHARS
        || source.chars().anyMatch(c -> c < 'a' || c > 'z')) {
      throw new IllegalArgumentException("no source of a key: " + source);
    }
    if (date.getYear() < 0 || date.getYear() > 9_999) {
      throw new IllegalArgumentException("not a day of the years 0000-9999: " + date);
    }
  }

  /**
   * A key from a record of any bytes: what cannot be in one is replaced, and one that is too long
   * is cut so that it is no list of tags, and verifies nothing.
   */
  public static DomainKey of(
      String name, String record, String source, LocalDate date, boolean isPublic) {
    StringBuilder clean = new StringBuilder(Math.min(record.length(), RECORD_CHARS));
    for (int i = 0; i < record.length() && i < RECORD_CHARS; i++) {
      char c = record.charAt(i);
      boolean isBlank = c == '\t' || c == '\r' || c == '\n';
      clean.append(c >= ' ' && c <= '~' ? c : isBlank ? ' ' : '?');
    }
    if (record.length() > RECORD_CHARS) {
      clean.replace(RECORD_CHARS - CUT.length(), RECORD_CHARS, CUT);
    }
    return new DomainKey(name, clean.toString(), source, date, isPublic);
  }

  /** True where there was no record under the name. */
  public boolean isAbsent() {
    return record.isEmpty();
  }

  /** True for a name that a signature's key can have: lower case, in the letters of host names. */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= NAME_CHARS
        && name.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0);
  }
}
