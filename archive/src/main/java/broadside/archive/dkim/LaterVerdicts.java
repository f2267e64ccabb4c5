package broadside.archive.dkim;

import broadside.archive.index.Keys;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.ReleaseStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What lists of verdicts say of all numbers, the newest of each. Immutable.
 *
 * <p><b>Memory:</b> some 100 bytes a number: equal verdicts are kept once.
 */
public final class LaterVerdicts {
  /** Where there is no list. */
  public static final LaterVerdicts NONE =
      new LaterVerdicts(Map.of(), Map.of(), Map.of(), List.of());

  private final Map<Long, Later> byNumber;
  private final Map<String, long[]> byKey;
  private final Map<Integer, KeyRing> keys;
  private final List<String> unread;

  /**
   * What is said of one number.
   *
   * @param time when the editors said so
   */
  public record Later(List<SignatureVerdict> verdicts, Instant time) {
    public Later {
      verdicts = List.copyOf(verdicts);
    }
  }

  private LaterVerdicts(
      Map<Long, Later> byNumber,
      Map<String, long[]> byKey,
      Map<Integer, KeyRing> keys,
      List<String> unread) {
    this.keys = keys;
    this.byNumber = byNumber;
    this.byKey = byKey;
    this.unread = unread;
  }

  /** What the newest list says of a number, or null where none does. */
  public @Nullable Later of(long number) {
    return byNumber.get(number);
  }

  /** True where no list says anything. */
  public boolean isEmpty() {
    return byNumber.isEmpty();
  }

  /** The numbers of which a list says something, ascending. */
  public long[] numbers() {
    return byKey.getOrDefault("", new long[0]).clone();
  }

  /** The numbers that an index would find by this key of {@link Keys#dkim}, ascending. */
  public long[] numbers(String key) {
    return byKey.getOrDefault(key, new long[0]).clone();
  }

  /** The keys that lists about a release rest on. */
  public KeySource keys(int release) {
    return keys.getOrDefault(release, KeyRing.EMPTY);
  }

  /** The lists that could not be read, a sentence each. */
  public List<String> unread() {
    return unread;
  }

  /** Puts lists together. */
  public static final class Builder {
    private final Map<Long, Later> byNumber = new TreeMap<>();
    private final Map<Later, Later> once = new HashMap<>();
    private final Map<Integer, List<DomainKey>> keys = new HashMap<>();
    private final List<String> unread = new ArrayList<>();

    /**
     * Adds a list that came after all that were added. What it says of numbers that are not in its
     * release does not count.
     */
    public void add(VerdictList list, ReleaseStatement release, Instant time) {
      keys.computeIfAbsent(release.number(), _ -> new ArrayList<>()).addAll(list.keys());
      list.verdicts()
          .subMap(release.first(), release.last() + 1)
          .forEach((number, verdicts) -> {
            Later later = new Later(verdicts, time);
            byNumber.put(number, once.computeIfAbsent(later, same -> same));
          });
    }

    /** Notes a list that cannot be read. */
    public void addUnread(String sentence) {
      unread.add(sentence);
    }

    /** What was added. */
    public LaterVerdicts build() {
      Map<String, List<Long>> found = new HashMap<>();
      byNumber.forEach((number, later) -> {
        found.computeIfAbsent("", _ -> new ArrayList<>()).add(number);
        for (String key : Keys.dkim(later.verdicts())) {
          found.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
        }
      });
      Map<String, long[]> byKey = new HashMap<>();
      found.forEach(
          (key, numbers) -> byKey.put(key, numbers.stream().mapToLong(Long::longValue).toArray()));
      return new LaterVerdicts(new HashMap<>(byNumber), byKey, rings(), List.copyOf(unread));
    }

    private Map<Integer, KeyRing> rings() {
      Map<Integer, KeyRing> rings = new HashMap<>();
      keys.forEach((release, all) -> rings.put(release, KeyRing.of(all)));
      return rings;
    }
  }
}
