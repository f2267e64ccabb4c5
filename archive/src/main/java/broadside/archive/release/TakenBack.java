package broadside.archive.release;

import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.release.FileList;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Withdrawal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was taken back from a release after it was published, and the list of files that it has
 * since.
 *
 * @param sequence of the newest withdrawal, or 0
 * @param filesBytes size of {@code SHA256SUMS} since, or -1 where it is the statement's
 * @param filesSha256 its hash, or ""
 * @param numbers what became of each number
 */
public record TakenBack(int sequence, long filesBytes, String filesSha256, Map<Long, Act> numbers) {
  /** Stands for the list of files, whose own name no list may have. */
  static final String LIST = "list";

  /** Nothing. */
  public static final TakenBack NOTHING = new TakenBack(0, -1, "", Map.of());

  /** What became of a number, and when. */
  public record Act(Withdrawal.Taken taken, Instant time) {}

  public TakenBack {
    numbers = Map.copyOf(numbers);
  }

  /** What the log says of a release. */
  public static TakenBack of(History history, int release) {
    return of(history.withdrawals(release).stream().map(Logged::statement).toList());
  }

  /** What these statements about one release say, the oldest first. */
  public static TakenBack of(List<Withdrawal> withdrawals) {
    if (withdrawals.isEmpty()) {
      return NOTHING;
    }
    Map<Long, Act> numbers = new HashMap<>();
    for (Withdrawal withdrawal : withdrawals) {
      for (Withdrawal.Taken taken : withdrawal.numbers()) {
        numbers.put(taken.number(), new Act(taken, withdrawal.time()));
      }
    }
    Withdrawal newest = withdrawals.getLast();
    return new TakenBack(newest.sequence(), newest.filesBytes(), newest.filesSha256(), numbers);
  }

  /**
   * The same, where more numbers are taken back than the files that are here are without.
   *
   * @param more what has become of them
   */
  public TakenBack with(Map<Long, Act> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<Long, Act> all = new HashMap<>(numbers);
    all.putAll(more);
    return new TakenBack(sequence, filesBytes, filesSha256, all);
  }

  /** Size and hash of the list of files that holds for the release of this statement. */
  public FileList.Entry listed(ReleaseStatement release) {
    return sequence > 0
        ? new FileList.Entry(LIST, filesBytes, filesSha256)
        : new FileList.Entry(LIST, release.filesBytes(), release.filesSha256());
  }

  /** What became of a number, or null where nothing did. */
  public @Nullable Act act(long number) {
    return numbers.get(number);
  }

  /**
   * The commitment to the mail that is published under a number now, or null where none is. What is
   * withheld stays so, whatever a withdrawal says of its number.
   */
  public @Nullable String mail(ManifestLine line) {
    Act act = act(line);
    return switch (line) {
      case ManifestLine.Published p -> act == null ? p.mail() : act.taken().mail();
      case ManifestLine.Redacted r -> act == null ? r.mail() : act.taken().mail();
      case ManifestLine.Withheld w -> null;
    };
  }

  /** What became of what a line publishes, or null where nothing did, or it publishes nothing. */
  public @Nullable Act act(ManifestLine line) {
    return line instanceof ManifestLine.Withheld ? null : act(line.number());
  }

  /** True where the number's mail was redacted after its release, and not withdrawn since. */
  public boolean isRedacted(long number) {
    Act act = act(number);
    return act != null && act.taken().mail() != null;
  }

  /** How many numbers had a mail and have none any more. */
  public long gone() {
    return numbers.values().stream().filter(act -> act.taken().mail() == null).count();
  }

  /** How many numbers have another mail than in an earlier state, or none any more. */
  public long since(TakenBack before) {
    return numbers.entrySet().stream()
        .filter(number -> {
          Act known = before.act(number.getKey());
          return known == null
              || !Objects.equals(known.taken().mail(), number.getValue().taken().mail());
        })
        .count();
  }

  /** The numbers, ascending, of which something else has become than in another state. */
  public List<Long> otherThan(TakenBack other) {
    return numbers.entrySet().stream()
        .filter(number -> !number.getValue().equals(other.act(number.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** True where the number had a mail and has none any more. */
  public boolean isGone(long number) {
    Act act = numbers.get(number);
    return act != null && act.taken().mail() == null;
  }
}
