package broadside.examples.dkim;

import broadside.examples.mime.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A mail as its header fields and its body, in ISO-8859-1 characters, one a byte.
 *
 * @param fields each with its name and its folds, which are LF, without the LF at its end
 * @param body lines ending in LF
 */
public record RawMail(List<String> fields, String body) {

  public RawMail {
    fields = List.copyOf(fields);
  }

  /** The inverse of {@link #bytes()}; a mail without an empty line is misuse. */
  public static RawMail parse(byte[] mail) {
    String text = Bytes.latin1(mail);
    int end = text.indexOf("\n\n");
    if (end < 0) {
      throw new IllegalArgumentException("a mail without a body: " + text);
    }
    return new RawMail(
        List.of(text.substring(0, end).split("\n(?![ \t])", -1)), text.substring(end + 2));
  }

  /** The mail, lines ending in LF. */
  public byte[] bytes() {
    return Bytes.of(String.join("\n", fields) + "\n\n" + body);
  }

  /** With fields before all others, as a relay adds them. */
  public RawMail withFirst(List<String> added) {
    List<String> all = new ArrayList<>(added);
    all.addAll(fields);
    return new RawMail(all, body);
  }

  /** With fields after the trace, where the writer's own domain put them. */
  public RawMail withAfterTrace(List<String> added) {
    int at = 0;
    while (is(fields.get(at), "Received")) {
      at++;
    }
    List<String> all = new ArrayList<>(fields);
    all.addAll(at, added);
    return new RawMail(all, body);
  }

  /** With another value in the first field of that name. */
  public RawMail withField(String name, String value) {
    List<String> all = new ArrayList<>(fields);
    for (int at = 0; at < all.size(); at++) {
      if (is(all.get(at), name)) {
        all.set(at, name + ": " + value);
        return new RawMail(all, body);
      }
    }
    throw new IllegalArgumentException("no field " + name);
  }

  public RawMail withoutField(String name) {
    return new RawMail(fields.stream().filter(field -> !is(field, name)).toList(), body);
  }

  public RawMail withBody(String other) {
    return new RawMail(fields, other);
  }

  public boolean has(String name) {
    return fields.stream().anyMatch(field -> is(field, name));
  }

  /** The value of the first field of that name, with its folds; "" where there is none. */
  public String value(String name) {
    return fields.stream()
        .filter(field -> is(field, name))
        .findFirst()
        .map(field -> field.substring(name.length() + 1).strip())
        .orElse("");
  }

  static boolean is(String field, String name) {
    return field.regionMatches(true, 0, name + ":", 0, name.length() + 1);
  }
}
