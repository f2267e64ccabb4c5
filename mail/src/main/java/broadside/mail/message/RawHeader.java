package broadside.mail.message;

/**
 * A field as it stands in the mail.
 *
 * @param name as written, without blanks around it
 * @param body what follows the colon, unfolded, one char per byte
 */
record RawHeader(String name, String body) {

  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
