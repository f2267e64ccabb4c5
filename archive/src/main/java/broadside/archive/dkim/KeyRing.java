package broadside.archive.dkim;

import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import java.util.ArrayList;
import java.util.Collection;
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
  /** One that has nothing. */
  public static final KeyRing EMPTY = new KeyRing(Map.of());

  private final Map<String, List<DomainKey>> keys;

  private KeyRing(Map<String, List<DomainKey>> keys) {
    this.keys = keys;
  }

  /** A ring of these keys. */
  public static KeyRing of(Collection<DomainKey> keys) {
    Map<String, List<DomainKey>> byName = HashMap.newHashMap(keys.size());
    for (DomainKey key : keys.stream().sorted(KeyLine.ORDER).toList()) {
      List<DomainKey> named = byName.computeIfAbsent(key.name(), _ -> new ArrayList<>(1));
      if (!key.isAbsent()) {
        named.add(key);
      }
    }
    byName.replaceAll((_, named) -> List.copyOf(named));
    return new KeyRing(byName);
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
