package broadside.examples.dkim;

import java.util.List;

/**
 * How a signature is made.
 *
 * @param fields the names of {@code h=}; a name twice covers one field and forbids a second
 * @param signed {@code t=}, in seconds
 * @param expires {@code x=}, in seconds; -1 for none
 * @param length {@code l=}, in bytes of the canonical body; -1 for none
 */
public record Terms(
    SigningKey key,
    Algorithm algorithm,
    Canonical header,
    Canonical body,
    List<String> fields,
    long signed,
    long expires,
    int length) {

  /** All of the body, for ever. */
  public Terms(
      SigningKey key,
      Algorithm algorithm,
      Canonical header,
      Canonical body,
      List<String> fields,
      long signed) {
    this(key, algorithm, header, body, fields, signed, -1, -1);
  }

  public Terms {
    fields = List.copyOf(fields);
  }

  public Terms withKey(SigningKey other) {
    return new Terms(other, algorithm, header, body, fields, signed, expires, length);
  }

  public Terms withFields(List<String> names) {
    return new Terms(key, algorithm, header, body, names, signed, expires, length);
  }

  public Terms withSigned(long seconds) {
    return new Terms(key, algorithm, header, body, fields, seconds, expires, length);
  }

  public Terms withExpires(long seconds) {
    return new Terms(key, algorithm, header, body, fields, signed, seconds, length);
  }

  public Terms withLength(int bytes) {
    return new Terms(key, algorithm, header, body, fields, signed, expires, bytes);
  }
}
