package broadside.mail.dkim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where keys are looked up.
 *
 * <p><b>Threads:</b> any number at once.
 */
@FunctionalInterface
public interface KeySource {

  /** One that has looked up nothing. */
  KeySource NONE = name -> null;

  /**
   * The keys that are known under a name, newest first; empty where it was looked up and there is
   * none; null where nobody has looked.
   *
   * @param name such as {@code s1._domainkey.example.org}, in lower case
   */
  @Nullable List<DomainKey> find(String name);
}
