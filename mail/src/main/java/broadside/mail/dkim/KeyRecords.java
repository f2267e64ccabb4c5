package broadside.mail.dkim;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records that were read, so that the keys of busy domains are not parsed for each mail.
 *
 * <p><b>Threads:</b> one each.
 */
final class KeyRecords {
  private final Map<String, KeyRecord> kept;
  private final DkimLimits limits;

  KeyRecords(DkimLimits limits) {
    this.limits = limits;
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, KeyRecord> eldest) {
            return size() > limits.cachedKeys();
          }
        };
  }

  KeyRecord of(DomainKey key) {
    String text = key.record();
    if (text.length() > DomainKey.RECORD_CHARS) {
      return KeyRecord.parse(text, limits);
    }
    KeyRecord known = kept.get(text);
    if (known == null) {
      known = KeyRecord.parse(text, limits);
      kept.put(text, known);
    }
    return known;
  }
}
