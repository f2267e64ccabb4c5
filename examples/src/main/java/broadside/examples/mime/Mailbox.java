package broadside.examples.mime;

/** A name and an address as they stand in a header; the name may be empty. */
public record Mailbox(String name, String address) {

  /** The part of the address after the at sign. */
  public String domain() {
    return address.substring(address.indexOf('@') + 1);
  }
}
