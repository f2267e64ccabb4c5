package broadside.intake.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.ledger.Ledger;
import broadside.mail.dkim.DomainKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

class KeyLookupTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 2);
  private static final String NAME = "s1._domainkey.harbour.example";
  private static final String OTHER = "s2._domainkey.harbour.example";

  @TempDir Path directory;
  private LoopbackDns dns;
  private Ledger ledger;

  @BeforeEach
  void start() throws IOException {
    dns = LoopbackDns.start();
    ledger = Ledger.open(directory.resolve("ledger.db"));
  }

  @AfterEach
  void stop() throws IOException {
    ledger.close();
    dns.close();
  }

  @Test
  void asksNothingWithoutAResolver() throws IOException {
    dns.text(NAME, "p=1");
    KeyLookup keys = KeyLookup.of(ledger);
    assertThat(keys.find(NAME)).isNull();
    assertThat(keys.questions()).isZero();
    assertThat(keys.takeLearned()).isEmpty();
  }

  @Test
  void asksNothingOfNamesThatTheStoreHas() throws IOException {
    add("{\"" + NAME + "\": \"p=1\", \"" + OTHER + "\": \"\"}");
    dns.text(NAME, "p=2");
    KeyLookup keys = KeyLookup.of(ledger, dns.address(), TODAY);
    assertThat(keys.find(NAME)).containsExactly(key(NAME, "p=1", "file"));
    assertThat(keys.find(OTHER)).isEmpty();
    assertThat(dns.asked()).isEmpty();
    assertThat(keys.questions()).isZero();
  }

  @Test
  void asksEachNameOnceInARun() throws IOException {
    dns.text(NAME, "p=1");
    dns.code("s3._domainkey.harbour.example", Rcode.SERVFAIL);
    KeyLookup keys = KeyLookup.of(ledger, dns.address(), TODAY);
    for (int i = 0; i < 3; i++) {
      assertThat(keys.find(NAME)).containsExactly(key(NAME, "p=1", "dns"));
      assertThat(keys.find(OTHER)).isEmpty();
      assertThat(keys.find("s3._domainkey.harbour.example")).isNull();
    }
    assertThat(dns.asked()).containsOnlyOnce(NAME, OTHER);
    assertThat(keys.questions()).isEqualTo(3);
    assertThat(keys.unanswered()).isEqualTo(1);
    assertThat(keys.gaveUp()).isFalse();
  }

  @Test
  void asksEachNameOnceForManyThreads() throws Exception {
    dns.text(NAME, "p=1");
    KeyLookup keys = KeyLookup.of(ledger, dns.address(), TODAY);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<DomainKey>>> found = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        found.add(threads.submit(() -> keys.find(NAME)));
      }
      for (Future<List<DomainKey>> one : found) {
        assertThat(get(one)).containsExactly(key(NAME, "p=1", "dns"));
      }
    }
    assertThat(dns.asked()).containsExactly(NAME);
    assertThat(keys.takeLearned()).containsExactly(key(NAME, "p=1", "dns"));
  }

  @Test
  void givesWhatWasLearnedOnce() throws IOException {
    dns.text(NAME, "p=1", "p=2");
    KeyLookup keys = KeyLookup.of(ledger, dns.address(), TODAY);
    keys.find(NAME);
    keys.find(OTHER);
    assertThat(keys.takeLearned())
        .containsExactlyInAnyOrder(
            key(NAME, "p=1", "dns"), key(NAME, "p=2", "dns"), key(OTHER, "", "dns"));
    keys.find(NAME);
    assertThat(keys.takeLearned()).isEmpty();
  }

  @Test
  void whatWasLearnedIsNotAskedInTheNextRun() throws IOException {
    dns.text(NAME, "p=1");
    KeyLookup keys = KeyLookup.of(ledger, dns.address(), TODAY);
    keys.find(NAME);
    keys.find(OTHER);
    for (DomainKey key : keys.takeLearned()) {
      ledger.dkimKeys().learn(key);
    }
    KeyLookup next = KeyLookup.of(ledger, dns.address(), TODAY);
    assertThat(next.find(NAME)).containsExactly(key(NAME, "p=1", "dns"));
    assertThat(next.find(OTHER)).isEmpty();
    assertThat(dns.asked()).containsExactly(NAME, OTHER);
  }

  @Test
  void stopsAskingAfterTwentyFailuresInARow() throws IOException {
    for (int i = 0; i < 100; i++) {
      dns.code(selector(i), Rcode.SERVFAIL);
    }
    dns.text(NAME, "p=1");
    KeyLookup keys = KeyLookup.of(ledger, dns.address(), TODAY);
    for (int i = 0; i < 19; i++) {
      assertThat(keys.find(selector(i))).isNull();
    }
    assertThat(keys.find(NAME)).hasSize(1); // an answer: it counts from the beginning
    for (int i = 19; i < 60; i++) {
      assertThat(keys.find(selector(i))).isNull();
    }
    assertThat(keys.gaveUp()).isTrue();
    assertThat(keys.unanswered()).isEqualTo(39);
    assertThat(keys.questions()).isEqualTo(40);
    assertThat(keys.find(OTHER)).isNull();
    assertThat(dns.asked()).doesNotContain(OTHER, selector(39));
  }

  @Test
  void asksNothingAboutWhatIsNoName() throws IOException {
    KeyLookup keys = KeyLookup.of(ledger, dns.address(), TODAY);
    assertThat(keys.find("s1._domainkey." + "a.".repeat(130) + "example")).isNull();
    assertThat(keys.questions()).isZero();
  }

  @Test
  void countsTheKeysThatAreNew() throws IOException {
    String file = "{\"" + NAME + "\": [\"p=1\", \"p=2\", \"p=1\"]}";
    assertThat(add(file)).isEqualTo(2);
    assertThat(add(file)).isZero();
    assertThat(add("{\"" + NAME + "\": {\"record\": \"p=1\", \"public\": true}}")).isEqualTo(1);
    assertThat(add(file)).isZero();
    assertThat(ledger.dkimKeys().named(NAME))
        .containsExactly(new DomainKey(NAME, "p=1", "file", TODAY, true), key(NAME, "p=2", "file"));
  }

  private int add(String json) throws IOException {
    Path file = directory.resolve("keys.json");
    Files.writeString(file, json);
    return KeyLookup.add(file, ledger, TODAY);
  }

  private static List<DomainKey> get(Future<List<DomainKey>> future)
      throws InterruptedException, ExecutionException {
    return future.get();
  }

  private static String selector(int i) {
    return "n" + i + "._domainkey.harbour.example";
  }

  private static DomainKey key(String name, String record, String source) {
    return new DomainKey(name, record, source, TODAY, false);
  }
}
