package broadside.proof.statement;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.List;

/**
 * Puts a notice beside a message or a release; what was published stays as it is.
 *
 * @param subject of what it speaks
 * @param number of the message or release
 * @param title one line
 * @param notice SHA-256 of the notice's text
 */
public record Correction(
    String publication,
    int policy,
    Subject subject,
    long number,
    String title,
    String notice,
    Instant time)
    implements Statement {
  static final String TYPE = "correct";

  /** Of what a correction speaks. */
  public enum Subject {
    MESSAGE("message"),
    RELEASE("release");

    private final String word;

    Subject(String word) {
      this.word = word;
    }

    private static Subject parse(String word) throws FormatException {
      for (Subject subject : values()) {
        if (subject.word.equals(word)) {
          return subject;
        }
      }
      throw new FormatException("a correction of a " + word);
    }
  }

  public Correction {
    Checks.head(publication, policy, 1, time);
    Checks.count(number);
    Checks.check(number >= 1, "numbers begin with 1");
    Checks.check(SignedText.isTitle(title), "title " + title);
    Checks.hash(notice);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Enclosure enclosure() {
    return new Enclosure(Enclosure.Kind.CORRECTION, notice);
  }

  @Override
  public String body() {
    return "number "
        + subject.word
        + " "
        + number
        + "\ntitle "
        + title
        + "\nnotice "
        + notice
        + "\ntime "
        + SignedText.time(time)
        + "\n";
  }

  static Correction read(String publication, int policy, Fields fields) throws FormatException {
    List<String> words = Fields.words(fields.value("number"), 2);
    return new Correction(
        publication,
        policy,
        Subject.parse(words.getFirst()),
        SignedText.count(words.getLast()),
        fields.value("title"),
        fields.value("notice"),
        SignedText.time(fields.value("time")));
  }
}
