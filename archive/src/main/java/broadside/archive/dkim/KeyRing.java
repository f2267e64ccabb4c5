package broadside.archive.dkim;

import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import broadside.proof.text.FormatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys by their names, in memory. Immutable.
 *
 * <p><b>Memory:</b> some 600 bytes a key; a domain that changes its keys twice a year has ten in
 * five years.
 */
public final class KeyRing implements KeySource {
  /** The order of a release's keys: by name, the newest of a name first. */
  public static final Comparator<DomainKey> ORDER =
      Comparator.comparing(DomainKey::name)
          .thenComparing(DomainKey::date, Comparator.reverseOrder())
          .thenComparing(DomainKey::record);

  private final Map<String, List<DomainKey>> keys;

  private KeyRing(Map<String, List<DomainKey>> keys) {
    this.keys = keys;
  }

  /** A ring of these keys. */
  public static KeyRing of(Collection<DomainKey> keys) {
    Map<String, List<DomainKey>> byName = HashMap.newHashMap(keys.size());
    for (DomainKey key : keys.stream().sorted(ORDER).toList()) {
      List<DomainKey> named = byName.computeIfAbsent(key.name(), _ -> new ArrayList<>(1));
      if (!key.isAbsent()) {
        named.add(key);
      }
    }
    byName.replaceAll((_, named) -> List.copyOf(named));
    return new KeyRing(byName);
  }

  /**
   * The keys of a file {@code keys}, or of the head of a list of verdicts.
   *
   * @throws FormatException where a line is none, or they are not in order
   */
  public static KeyRing parse(List<String> lines) throws FormatException {
    List<DomainKey> keys = new ArrayList<>(lines.size());
    for (String line : lines) {
      DomainKey key = KeyLine.parse(line);
      if (!keys.isEmpty() && ORDER.compare(keys.getLast(), key) >= 0) {
        throw new FormatException(
            "the keys are not in order, or one is there twice: " + key.name());
      }
      keys.add(key);
    }
    return of(keys);
  }

  @Override
  public @Nullable List<DomainKey> find(String name) {
    return keys.get(name);
  }

  /** The number of names. */
  public int size() {
    return keys.size();
  }
}
