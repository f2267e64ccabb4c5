package broadside.site.pages;

/**
 * A mailbox in a mail's header.
 *
 * @param href the list of mails from and to the address, or "" where the address is no address
 */
public record Person(String display, String address, String href) {
  /** True where the name alone does not say which address it is. */
  public boolean isNamed() {
    return !address.isEmpty() && !address.equalsIgnoreCase(display);
  }
}
