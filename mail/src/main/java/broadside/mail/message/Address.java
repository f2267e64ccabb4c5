package broadside.mail.message;

import org.jspecify.annotations.Nullable;

/**
 * One mailbox of an address header (RFC 5322 §3.4).
 *
 * @param name the decoded display name, or ""
 * @param email {@code local@domain} as written, domain in lower case; nonsense is kept readable; ""
 *     for an empty group
 * @param group the name of the group it stood in, or null
 */
public record Address(String name, String email, @Nullable String group) {

  /** The name, or the address where there is no name. */
  public String display() {
    return name.isEmpty() ? email : name;
  }

  /** What follows the last '@', in lower case, or "". */
  public String domain() {
    return email.substring(email.lastIndexOf('@') + 1).equals(email)
        ? ""
        : email.substring(email.lastIndexOf('@') + 1);
  }
}
