package broadside.proof.policy;

import broadside.proof.note.KeyType;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who decides for a publication.
 *
 * @param version of the policy, from 1
 * @param editors who sign statements
 * @param threshold how many of them it takes: 1…number of editors
 * @param custodians who hold shares of sealed releases
 * @param successor the log that continues this one, or null
 * @param expires when readers are warned that the policy is old, or null
 */
public record Roles(
    int version,
    List<Editor> editors,
    int threshold,
    List<Custodian> custodians,
    @Nullable Successor successor,
    @Nullable Instant expires) {
  /** Editors, and custodians, at most: a statement has a line for each that signs. */
  public static final int MOST = 32;

  /** One who signs statements; {@code key} is for notes. */
  public record Editor(String name, VerifierKey key) {
    public Editor {
      check(VerifierKey.isName(name), "no name: " + name);
      check(key.type() == KeyType.NOTE, "the key of editor " + name + " is not for notes");
    }
  }

  /**
   * One who holds shares.
   *
   * @param recipient an age recipient
   */
  public record Custodian(String name, VerifierKey key, String recipient) {
    public Custodian {
      check(VerifierKey.isName(name), "no name: " + name);
      check(key.type() == KeyType.NOTE, "the key of custodian " + name + " is not for notes");
      check(recipient.matches("age1[0-9a-z]{1,200}"), "no age recipient: " + recipient);
    }
  }

  /** The log that continues this one. */
  public record Successor(String origin, VerifierKey key) {
    public Successor {
      check(origin.equals(key.name()), "the successor's key is not named as its origin");
      check(key.type() == KeyType.NOTE, "the successor's key is not for notes");
    }
  }

  public Roles {
    editors = List.copyOf(editors);
    custodians = List.copyOf(custodians);
    check(version >= 1, "version " + version);
    check(!editors.isEmpty() && editors.size() <= MOST, editors.size() + " editors, not 1…32");
    check(custodians.size() <= MOST, custodians.size() + " custodians, not 0…32");
    check(
        threshold >= 1 && threshold <= editors.size(),
        "%d signatures of %d editors".formatted(threshold, editors.size()));
    check(editors.stream().map(Editor::name).distinct().count() == editors.size(), "a name twice");
    check(
        custodians.stream().map(Custodian::name).distinct().count() == custodians.size(),
        "a name twice");
    check(expires == null || SignedText.isTime(expires), "no time: " + expires);
  }

  /** The text. */
  public String print() {
    StringBuilder text = new StringBuilder(1024).append("version ").append(version).append('\n');
    for (Editor e : editors) {
      text.append("editor ").append(e.name()).append(' ').append(e.key()).append('\n');
    }
    text.append("editors ").append(threshold).append('\n');
    for (Custodian c : custodians) {
      text.append("custodian ").append(c.name()).append(' ').append(c.key());
      text.append(' ').append(c.recipient()).append('\n');
    }
    if (successor != null) {
      text.append("successor ").append(successor.origin()).append(' ');
      text.append(successor.key()).append('\n');
    }
    if (expires != null) {
      text.append("expires ").append(SignedText.time(expires)).append('\n');
    }
    return text.toString();
  }

  /** The inverse of {@link #print()}. */
  static Roles parse(String text) throws FormatException {
    Fields fields = new Fields(SignedText.lines(text));
    try {
      int version = fields.integer("version");
      List<Editor> editors = new ArrayList<>();
      for (String value : fields.all("editor")) {
        List<String> words = Fields.words(value, 2);
        editors.add(new Editor(words.getFirst(), VerifierKey.parse(words.getLast())));
      }
      int threshold = fields.integer("editors");
      List<Custodian> custodians = new ArrayList<>();
      for (String value : fields.all("custodian")) {
        List<String> words = Fields.words(value, 3);
        custodians.add(
            new Custodian(words.getFirst(), VerifierKey.parse(words.get(1)), words.getLast()));
      }
      Successor successor = successor(fields.optional("successor"));
      String expires = fields.optional("expires");
      Instant end = expires.isEmpty() ? null : SignedText.time(expires);
      fields.end();
      Roles roles = new Roles(version, editors, threshold, custodians, successor, end);
      if (roles.print().equals(text)) {
        return roles;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("no roles: " + e.getMessage());
    }
    throw new FormatException("roles that are not in their one encoding");
  }

  private static @Nullable Successor successor(String value) throws FormatException {
    if (value.isEmpty()) {
      return null;
    }
    List<String> words = Fields.words(value, 2);
    return new Successor(words.getFirst(), VerifierKey.parse(words.getLast()));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
