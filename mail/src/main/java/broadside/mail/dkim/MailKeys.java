package broadside.mail.dkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that one mail's signatures name, each name looked up once. */
final class MailKeys {
  private final KeySource source;
  private final DkimLimits limits;
  private final Map<String, @Nullable List<DomainKey>> found = new HashMap<>();
  private boolean lookedPast;
  private boolean recordsLeftOut;

  MailKeys(KeySource source, DkimLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  /** The records for a signature, newest first; null where they were not looked up. */
  @Nullable List<DomainKey> find(SignatureField signature) {
    String name = KeyName.of(signature.selector, signature.domain);
    if (found.containsKey(name)) {
      return found.get(name);
    }
    if (found.size() >= limits.lookups()) {
      lookedPast = true;
      return null;
    }
    List<DomainKey> keys = source.find(name);
    if (keys != null && keys.size() > limits.recordsPerName()) {
      recordsLeftOut = true;
      keys = keys.subList(0, limits.recordsPerName());
    }
    found.put(name, keys);
    return keys;
  }

  /** Says what was left out. */
  void report(List<String> into) {
    if (lookedPast) {
      into.add("more than " + limits.lookups() + " keys are named; the others were not looked up");
    }
    if (recordsLeftOut) {
      into.add(
          "a key's name has more than "
              + limits.recordsPerName()
              + " records; only the newest were tried");
    }
  }
}
