package broadside.intake.dkim;

import broadside.archive.dkim.KeyRing;
import broadside.intake.ledger.Ledger;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of a publication come from: its own store, and the DNS where its operator names a
 * resolver.
 *
 * <p><b>Threads:</b> any number at once.
 */
public final class KeyLookup implements KeySource {
  /** Questions of one run; more names than that are made up. */
  private static final int MOST_QUESTIONS = 100_000;

  /** A resolver that does not answer so often in a row is asked no more. */
  private static final int MOST_FAILURES = 20;

  private final KeyRing known;
  private final @Nullable DnsKeys dns;
  private final ConcurrentMap<String, Optional<List<DomainKey>>> asked = new ConcurrentHashMap<>();
  private final Queue<DomainKey> learned = new ConcurrentLinkedQueue<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private KeyLookup(KeyRing known, @Nullable DnsKeys dns) {
    this.known = known;
    this.dns = dns;
  }

  /** The keys that the ledger has. */
  public static KeyLookup of(Ledger ledger) throws IOException {
    return new KeyLookup(KeyRing.of(ledger.dkimKeys().all()), null);
  }

  /** The same, and for names that it does not have, a resolver's: {@code 127.0.0.1:5353}. */
  public static KeyLookup of(Ledger ledger, String resolver, LocalDate today) throws IOException {
    return of(ledger, DnsKeys.of(resolver, today));
  }

  static KeyLookup of(Ledger ledger, DnsKeys dns) throws IOException {
    return new KeyLookup(KeyRing.of(ledger.dkimKeys().all()), dns);
  }

  /**
   * Adds the keys of a domain key file to the ledger's store, in its transaction.
   *
   * @param today the day of keys that bear none
   * @return how many are new there
   * @throws broadside.intake.IntakeException where it is none
   */
  public static int add(Path keyFile, Ledger ledger, LocalDate today) throws IOException {
    int added = 0;
    for (DomainKey key : DomainKeyFile.read(keyFile, today)) {
      added += ledger.dkimKeys().add(key) ? 1 : 0;
    }
    return added;
  }

  @Override
  public @Nullable List<DomainKey> find(String name) {
    List<DomainKey> found = known.find(name);
    return found != null || dns == null
        ? found
        : asked.computeIfAbsent(name, this::ask).orElse(null);
  }

  private Optional<List<DomainKey>> ask(String name) {
    if (dns == null || !DomainKey.isName(name) || failures.get() >= MOST_FAILURES) {
      return Optional.empty();
    }
    if (questions.incrementAndGet() > MOST_QUESTIONS) {
      return Optional.empty();
    }
    List<DomainKey> keys = dns.ask(name);
    if (keys == null) {
      failures.incrementAndGet();
      unanswered.incrementAndGet();
      return Optional.empty();
    }
    failures.set(0);
    learned.addAll(keys);
    return Optional.of(keys.stream().filter(key -> !key.isAbsent()).toList());
  }

  /** What the DNS has said since the last call. */
  public List<DomainKey> takeLearned() {
    List<DomainKey> keys = new ArrayList<>();
    for (DomainKey key = learned.poll(); key != null; key = learned.poll()) {
      keys.add(key);
    }
    return keys;
  }

  /** Questions that were asked of the DNS. */
  public int questions() {
    return Math.min(questions.get(), MOST_QUESTIONS);
  }

  /** Those that the resolver did not answer. */
  public int unanswered() {
    return unanswered.get();
  }

  /** True where it was asked no more, since it did not answer. */
  public boolean gaveUp() {
    return failures.get() >= MOST_FAILURES;
  }
}
