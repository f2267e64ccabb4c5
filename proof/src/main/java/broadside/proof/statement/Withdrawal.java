package broadside.proof.statement;

import broadside.proof.release.Reason;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes mails of a release back, or puts redacted ones in their place. The release's statement and
 * manifest stay; its list of files is replaced.
 *
 * @param release the release's number
 * @param sequence of the withdrawals from this release, from 1
 * @param numbers what becomes of which numbers, ascending
 * @param filesBytes size of the release's {@code SHA256SUMS} from now on
 * @param filesSha256 its hash
 */
public record Withdrawal(
    String publication,
    int policy,
    int release,
    int sequence,
    List<Taken> numbers,
    long filesBytes,
    String filesSha256,
    Instant time)
    implements Statement {
  static final String TYPE = "withdraw";

  /** Numbers in one statement at most: it must fit an entry of the log. */
  public static final int MOST = 400;

  /**
   * What becomes of one number.
   *
   * @param mail commitment to the redacted mail that takes its place, or null where there is none
   */
  public record Taken(long number, Reason reason, @Nullable String mail) {
    public Taken {
      Checks.count(number);
      Checks.check(number >= 1, "numbers begin with 1");
      if (mail != null) {
        Checks.hash(mail);
      }
    }

    private String print() {
      return number
          + (mail == null ? " withdrawn " : " redacted ")
          + reason.code()
          + " "
          + (mail == null ? "-" : mail);
    }

    private static Taken parse(String value) throws FormatException {
      List<String> words = Fields.words(value, 4);
      String mail = words.getLast();
      return new Taken(
          SignedText.count(words.getFirst()),
          Reason.parse(words.get(2)),
          mail.equals("-") ? null : mail);
    }
  }

  public Withdrawal {
    Checks.head(publication, policy, 1, time);
    numbers = List.copyOf(numbers);
    Checks.check(release >= 1 && sequence >= 1, "release " + release + ", sequence " + sequence);
    Checks.check(!numbers.isEmpty() && numbers.size() <= MOST, numbers.size() + " numbers");
    for (int i = 1; i < numbers.size(); i++) {
      Checks.check(numbers.get(i - 1).number() < numbers.get(i).number(), "numbers not in order");
    }
    Checks.count(filesBytes);
    Checks.hash(filesSha256);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    StringBuilder text = new StringBuilder(256 + 112 * numbers.size());
    text.append("release ").append(release);
    text.append("\nsequence ").append(sequence).append('\n');
    numbers.forEach(n -> text.append("number ").append(n.print()).append('\n'));
    text.append("files ").append(filesBytes).append(' ').append(filesSha256);
    return text.append("\ntime ").append(SignedText.time(time)).append('\n').toString();
  }

  static Withdrawal read(String publication, int policy, Fields fields) throws FormatException {
    int release = fields.integer("release");
    int sequence = fields.integer("sequence");
    List<Taken> numbers = new ArrayList<>();
    for (String value : fields.all("number")) {
      numbers.add(Taken.parse(value));
    }
    List<String> files = Fields.words(fields.value("files"), 2);
    return new Withdrawal(
        publication,
        policy,
        release,
        sequence,
        numbers,
        SignedText.count(files.getFirst()),
        files.getLast(),
        SignedText.time(fields.value("time")));
  }
}
