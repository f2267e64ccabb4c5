package broadside.proof.release;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a release's statement says: the text that editors sign.
 *
 * @param publication SHA-256 of policy version 1, or null while there is no policy
 * @param policy version of the policy in force; 0 exactly where {@code publication} is null
 * @param number of the release, from 1
 * @param previous SHA-256 of the previous statement's text, or null for release 1
 * @param title one line, or ""
 * @param first number of its first message
 * @param published mails published whole
 * @param redacted mails published in part
 * @param withheld numbers without a mail
 * @param root Merkle root over the manifest's lines
 * @param filesBytes size of {@code SHA256SUMS}
 * @param filesSha256 hash of {@code SHA256SUMS}
 * @param about hash of the publication's {@code about} when the release was made
 * @param time when it was made
 */
public record ReleaseStatement(
    @Nullable String publication,
    int policy,
    int number,
    @Nullable String previous,
    String title,
    long first,
    long published,
    long redacted,
    long withheld,
    String root,
    long filesBytes,
    String filesSha256,
    String about,
    Instant time) {
  private static final String HEAD = "broadside/v1 release";

  public ReleaseStatement {
    check((publication == null) == (policy == 0) && policy >= 0, "policy " + policy);
    check(number >= 1 && (previous == null) == (number == 1), "number " + number);
    check(title.isEmpty() || SignedText.isTitle(title), "title " + title);
    ManifestGrammar.checkNumber(first);
    ManifestGrammar.checkSize(published);
    ManifestGrammar.checkSize(redacted);
    ManifestGrammar.checkSize(withheld);
    ManifestGrammar.checkSize(filesBytes);
    check(published + redacted + withheld >= 1, "a release without messages");
    check(
        first <= SignedText.LARGEST_COUNT - published - redacted - withheld,
        "numbers beyond 10^18-1");
    if (publication != null) {
      ManifestGrammar.checkHash(publication);
    }
    if (previous != null) {
      ManifestGrammar.checkHash(previous);
    }
    ManifestGrammar.checkHash(root);
    ManifestGrammar.checkHash(filesSha256);
    ManifestGrammar.checkHash(about);
    check(SignedText.isTime(time), "time " + time);
  }

  /** Numbers in the release, with or without a mail. */
  public long count() {
    return published + redacted + withheld;
  }

  /** The last number of the release. */
  public long last() {
    return first + count() - 1;
  }

  /** The text, every line of which ends in LF. */
  public String print() {
    StringBuilder text = new StringBuilder(768);
    text.append(HEAD).append('\n');
    line(text, "publication", publication == null ? "-" : publication);
    line(text, "policy", policy);
    line(text, "number", number);
    line(text, "previous", previous == null ? "-" : previous);
    if (!title.isEmpty()) {
      line(text, "title", title);
    }
    line(text, "messages", first + " " + count());
    line(text, "published", published);
    line(text, "redacted", redacted);
    line(text, "withheld", withheld);
    line(text, "root", root);
    line(text, "files", filesBytes + " " + filesSha256);
    line(text, "about", about);
    line(text, "time", SignedText.time(time));
    return text.toString();
  }

  /** The text's UTF-8 bytes, as they are written and hashed. */
  public byte[] encode() {
    return print().getBytes(StandardCharsets.UTF_8);
  }

  /** The inverse of {@link #encode()}. */
  public static ReleaseStatement parse(byte[] bytes) throws FormatException {
    String text = SignedText.decode(bytes);
    Iterator<String> lines = SignedText.lines(text).iterator();
    String head = lines.next();
    if (!head.equals(HEAD)) {
      throw new FormatException(
          head.startsWith("broadside/v") && head.endsWith(" release")
              ? "of a newer format (" + head + ") than this program reads (" + HEAD + ")"
              : "no release statement");
    }
    try {
      ReleaseStatement statement = read(new Fields(lines));
      if (statement.print().equals(text)) {
        return statement;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("no release statement: " + e.getMessage());
    }
    throw new FormatException("no release statement: not in its one encoding");
  }

  private static ReleaseStatement read(Fields fields) throws FormatException {
    String publication = fields.orDash("publication");
    int policy = fields.integer("policy");
    int number = fields.integer("number");
    String previous = fields.orDash("previous");
    String title = fields.optional("title");
    List<String> messages = fields.two("messages");
    long published = fields.count("published");
    long redacted = fields.count("redacted");
    long withheld = fields.count("withheld");
    String root = fields.value("root");
    List<String> files = fields.two("files");
    String about = fields.value("about");
    Instant time = SignedText.time(fields.value("time"));
    return new ReleaseStatement(
        publication,
        policy,
        number,
        previous,
        title,
        SignedText.count(messages.getFirst()),
        published,
        redacted,
        withheld,
        root,
        SignedText.count(files.getFirst()),
        files.getLast(),
        about,
        time);
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append(' ').append(value).append('\n');
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("not in a release statement: " + what);
    }
  }
}
