package broadside.archive.mirror;

import broadside.archive.release.Durable;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When the last mails were taken back from each release that a mirror holds: the file {@code
 * taken-back}. It is counted by what this machine saw, not by what editors write. A span is over
 * once the clock here says so and the witnesses, where their times are known: then neither a clock
 * that jumps nor a deleted copy of what was withdrawn makes it shorter.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
final class TakingTimes {
  private static final String BEGIN = "broadside/v1 taken-back";

  private final Path file;

  /** Those of a mirror. */
  TakingTimes(Path mirror) {
    this.file = mirror.resolve("taken-back");
  }

  /**
   * A moment, by two clocks.
   *
   * @param here by the clock of this machine
   * @param witnesses when a quorum of witnesses saw the newest state that is known, or null where
   *     the policy asks for none
   */
  record Moment(Instant here, @Nullable Instant witnesses) {
    /**
     * True where so much time has passed until a later moment, by all the clocks that are known.
     * One that was ahead here, and was set right since, says nothing.
     */
    boolean isPast(Duration span, Moment now) {
      if (witnesses == null || now.witnesses == null) {
        return !here.plus(span).isAfter(now.here);
      }
      return !witnesses.plus(span).isAfter(now.witnesses)
          && (here.isAfter(now.here) || !here.plus(span).isAfter(now.here));
    }

    private String print() {
      return here.getEpochSecond() + " " + (witnesses == null ? "-" : witnesses.getEpochSecond());
    }

    private static Moment parse(String here, String witnesses) throws FormatException {
      return new Moment(
          Instant.ofEpochSecond(SignedText.count(here)),
          witnesses.equals("-") ? null : Instant.ofEpochSecond(SignedText.count(witnesses)));
    }
  }

  /**
   * When mails were taken back last, by the release's number.
   *
   * @throws IOException where the file is damaged: nothing may be taken then
   */
  Map<Integer, Moment> read() throws IOException {
    Map<Integer, Moment> all = new TreeMap<>();
    try {
      List<String> lines = SignedText.lines(Files.readString(file));
      if (!lines.getFirst().equals(BEGIN)) {
        throw new FormatException("it does not begin with \"" + BEGIN + "\"");
      }
      for (String line : lines.subList(1, lines.size())) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() != 3) {
          throw new FormatException("no line of it: " + line);
        }
        all.put(SignedText.integer(words.getFirst()), Moment.parse(words.get(1), words.get(2)));
      }
      return all;
    } catch (NoSuchFileException e) {
      return all;
    } catch (FormatException e) {
      throw new IOException(
          "%s is damaged: %s. Withdrawals of the last days cannot be counted: restore it, or delete it to count from now on."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Remembers that mails are taken back from these releases; what is long past is forgotten. */
  void add(Collection<Integer> releases, Moment now, Duration span) throws IOException {
    Map<Integer, Moment> all = read();
    all.values().removeIf(time -> time.isPast(span, now));
    releases.forEach(release -> all.put(release, now));
    StringBuilder text = new StringBuilder(BEGIN).append('\n');
    all.forEach(
        (release, time) -> text.append(release).append(' ').append(time.print()).append('\n'));
    Durable.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
