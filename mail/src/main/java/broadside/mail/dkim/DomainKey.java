package broadside.mail.dkim;

import java.time.LocalDate;

/**
 * A DKIM key as a domain published it, and how it was learned.
 *
 * @param name where it stood in the DNS, such as {@code s1._domainkey.example.org}; lower case, no
 *     dot at the end
 * @param record the text of the TXT record, its strings joined; at most {@link #RECORD_CHARS}
 * @param source a word that says who vouches for the key: {@code file} or {@code dns}
 * @param date when it was learned
 * @param isPublic true where the private key is known to be public
 */
public record DomainKey(
    String name, String record, String source, LocalDate date, boolean isPublic) {

  /** An RSA key of 16,384 bits takes 2,800; a longer record is no key. */
  public static final int RECORD_CHARS = 4_096;
}
