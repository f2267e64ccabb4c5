package broadside.proof.statement;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a release says of itself.
 *
 * @param number of the release, from 1 without gaps
 * @param previous SHA-256 of the previous release's statement text, or null for number 1
 * @param title one line, or ""
 * @param first number of the first message
 * @param published numbers whose mail is as it was received
 * @param redacted numbers whose mail was redacted before release
 * @param withheld numbers without a mail
 * @param root root over the manifest's lines
 * @param filesBytes size of {@code SHA256SUMS}
 * @param filesSha256 hash of {@code SHA256SUMS}
 * @param about hash of the publication's {@code about} when the release was made
 * @param time when it was made
 */
public record ReleaseStatement(
    String publication,
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
    Instant time)
    implements Numbered {
  static final String TYPE = "release";

  public ReleaseStatement {
    Checks.head(publication, policy, 1, time);
    Checks.check(number >= 1 && (previous == null) == (number == 1), "number " + number);
    Checks.check(title.isEmpty() || SignedText.isTitle(title), "title " + title);
    Checks.count(first);
    Checks.count(published);
    Checks.count(redacted);
    Checks.count(withheld);
    Checks.count(filesBytes);
    Checks.check(first >= 1, "numbers begin with 1");
    Checks.check(published + redacted + withheld >= 1, "a release without messages");
    Checks.check(
        first <= SignedText.LARGEST_COUNT - published - redacted - withheld,
        "numbers beyond 10^18-1");
    if (previous != null) {
      Checks.hash(previous);
    }
    Checks.hash(root);
    Checks.hash(filesSha256);
    Checks.hash(about);
  }

  /** Numbers in the release, with or without a mail. */
  @Override
  public long count() {
    return published + redacted + withheld;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    StringBuilder text = new StringBuilder(768);
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

  /** The release statement that these bytes are the text of. */
  public static ReleaseStatement parse(byte[] bytes) throws FormatException {
    if (Statement.parse(SignedText.decode(bytes)) instanceof ReleaseStatement release) {
      return release;
    }
    throw new FormatException("no release statement");
  }

  static ReleaseStatement read(String publication, int policy, Fields fields)
      throws FormatException {
    int number = fields.integer("number");
    String previous = fields.orDash("previous");
    String title = fields.optional("title");
    List<String> messages = Fields.words(fields.value("messages"), 2);
    long published = fields.count("published");
    long redacted = fields.count("redacted");
    long withheld = fields.count("withheld");
    String root = fields.value("root");
    List<String> files = Fields.words(fields.value("files"), 2);
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
}
