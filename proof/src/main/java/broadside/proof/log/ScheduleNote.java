package broadside.proof.log;

import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a publisher announces of the parts to come: the text of the note that the log's key signs.
 * No editor has signed it, and nothing is verified by it.
 *
 * @param publication its identity
 * @param time when it was written, in whole seconds: of two the later counts
 * @param last the number of the series' last part; 0 where nothing is announced any more
 * @param parts that are in no release yet: numbered without a gap up to {@code last}, their hours
 *     ascending
 */
public record ScheduleNote(String publication, Instant time, int last, List<Part> parts) {
  /** Where a publication has it, below its address. */
  public static final String PATH = "schedule";

  /** Parts at most: one each hour for a year. */
  public static final int PARTS = 10_000;

  /** Bytes of the signed note at most: so many parts of 270 bytes, and one signature line. */
  public static final int BYTES = 3 << 20;

  private static final String HEAD = "broadside/v1 schedule";
  private static final String NAMED = "broadside/v[1-9][0-9]? schedule";

  /**
   * A part to come.
   *
   * @param number that its release will have
   * @param hour when it is to come out, in whole seconds
   * @param title one line, or "" where none is told
   * @param mails how many it holds, or 0 where that is not told
   */
  public record Part(int number, Instant hour, String title, long mails) {
    public Part {
      if (number < 1
          || !SignedText.isTime(hour)
          || !(title.isEmpty() || SignedText.isTitle(title))
          || mails < 0
          || mails > SignedText.LARGEST_COUNT) {
        throw new IllegalArgumentException("no part to come: %d %s".formatted(number, title));
      }
    }
  }

  public ScheduleNote {
    parts = List.copyOf(parts);
    if (!SignedText.isHash(publication) || !SignedText.isTime(time) || last < 0) {
      throw new IllegalArgumentException("not in a schedule: " + publication + ", " + time);
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.size() > PARTS
          || parts.get(i).number() != last - parts.size() + 1 + i
          || (i > 0 && !parts.get(i - 1).hour().isBefore(parts.get(i).hour()))) {
        throw new IllegalArgumentException("parts that do not follow each other up to " + last);
      }
    }
  }

  /** The text, every line of which ends in LF. */
  public String print() {
    StringBuilder text = new StringBuilder(128 + 40 * parts.size()).append(HEAD);
    text.append("\npublication ").append(publication);
    text.append("\ntime ").append(SignedText.time(time));
    text.append("\nlast ").append(last).append('\n');
    for (Part part : parts) {
      text.append("part ").append(part.number()).append(' ');
      text.append(SignedText.time(part.hour())).append('\n');
      text.append(part.title().isEmpty() ? "" : "title " + part.title() + "\n");
      text.append(part.mails() == 0 ? "" : "mails " + part.mails() + "\n");
    }
    return text.toString();
  }

  /** True where a text calls itself a schedule, of this format or of another. */
  public static boolean isNamed(String text) {
    return text.substring(0, text.indexOf('\n') + 1).strip().matches(NAMED);
  }

  /** The inverse of {@link #print()}. */
  public static ScheduleNote parse(String text) throws FormatException {
    Fields fields = new Fields(SignedText.lines(text));
    if (!fields.line().equals(HEAD)) {
      throw new FormatException("no schedule, or one of a newer format");
    }
    String publication = fields.value("publication");
    Instant time = SignedText.time(fields.value("time"));
    int last = fields.integer("last");
    List<Part> parts = new ArrayList<>();
    try {
      while (fields.has("part")) {
        List<String> part = Fields.words(fields.value("part"), 2);
        parts.add(
            new Part(
                SignedText.integer(part.getFirst()),
                SignedText.time(part.getLast()),
                fields.optional("title"),
                fields.has("mails") ? fields.count("mails") : 0));
      }
      fields.end();
      ScheduleNote schedule = new ScheduleNote(publication, time, last, parts);
      if (schedule.print().equals(text)) {
        return schedule;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
    throw new FormatException("a schedule that is not in its one encoding");
  }
}
