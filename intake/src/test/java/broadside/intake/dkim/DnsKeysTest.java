package broadside.intake.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.mail.dkim.DomainKey;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class DnsKeysTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 2);
  private static final String NAME = "s1._domainkey.harbour.example";
  private static final DomainKey ABSENT = key("");

  private LoopbackDns dns;
  private DnsKeys keys;

  @BeforeEach
  void start() throws IOException {
    dns = LoopbackDns.start();
    keys = DnsKeys.of(dns.address(), TODAY, Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws IOException {
    dns.close();
  }

  @Test
  void readsARecord() {
    dns.text(NAME, "v=DKIM1; p=AA==");
    assertThat(keys.ask(NAME)).containsExactly(key("v=DKIM1; p=AA=="));
  }

  @Test
  void joinsTheStringsOfARecord() {
    dns.answer(
        NAME,
        answer -> {
          answer.addRecord(LoopbackDns.txt(NAME, "v=DKIM1; p=A", "", "B", "=="), Section.ANSWER);
          return true;
        });
    assertThat(keys.ask(NAME)).containsExactly(key("v=DKIM1; p=AB=="));
  }

  @Test
  void keepsSeveralRecordsAndEachOnce() {
    dns.text(NAME, "p=1", "p=2", "p=1", "", "p=3");
    assertThat(keys.ask(NAME)).containsExactlyInAnyOrder(key("p=1"), key("p=2"), key("p=3"));
  }

  @Test
  void keepsFourRecordsOfAName() {
    dns.text(NAME, "p=1", "p=2", "p=3", "p=4", "p=5");
    assertThat(keys.ask(NAME)).hasSize(4);
  }

  @Test
  void passesOverRecordsOfOtherNames() {
    dns.answer(
        NAME,
        answer -> {
          answer.addRecord(LoopbackDns.txt("s2._domainkey.harbour.example", "p=1"), Section.ANSWER);
          answer.addRecord(LoopbackDns.txt(NAME, "p=2"), Section.ADDITIONAL);
          return true;
        });
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
  }

  @Test
  void saysThatANameIsAbsent() {
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
    assertThat(dns.asked()).containsExactly(NAME);
  }

  @Test
  void takesAnEmptyAnswerForAbsent() {
    dns.text(NAME);
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
    dns.text(NAME, "");
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
  }

  @Test
  void followsAliasesWithinAnAnswer() {
    dns.answer(
        NAME,
        answer -> {
          answer.addRecord(LoopbackDns.txt("c.example", "p=1"), Section.ANSWER);
          answer.addRecord(LoopbackDns.alias("b.example", "c.example"), Section.ANSWER);
          answer.addRecord(LoopbackDns.alias(NAME, "b.example"), Section.ANSWER);
          return true;
        });
    assertThat(keys.ask(NAME)).containsExactly(key("p=1"));
    assertThat(dns.asked()).containsExactly(NAME);
  }

  @Test
  void followsAliasesOverSeveralAnswers() {
    alias(NAME, "b.example");
    alias("b.example", "c.example");
    dns.text("c.example", "p=1");
    assertThat(keys.ask(NAME)).containsExactly(key("p=1"));
    assertThat(dns.asked()).containsExactly(NAME, "b.example", "c.example");
  }

  @Test
  void anAliasOfAnAbsentNameIsAbsent() {
    alias(NAME, "b.example");
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
  }

  @Test
  void endsAtALoopOfAliases() {
    alias(NAME, "b.example");
    alias("b.example", NAME);
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
    dns.answer(
        NAME,
        answer -> {
          answer.addRecord(LoopbackDns.alias(NAME, "b.example"), Section.ANSWER);
          answer.addRecord(LoopbackDns.alias("b.example", NAME), Section.ANSWER);
          return true;
        });
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
    alias("self.example", "self.example");
    assertThat(keys.ask("self.example")).hasSize(1);
  }

  @Test
  void endsAfterEightAliases() {
    alias(NAME, "a1.example");
    for (int i = 1; i < 100; i++) {
      alias("a" + i + ".example", "a" + (i + 1) + ".example");
    }
    assertThat(keys.ask(NAME)).containsExactly(ABSENT);
    assertThat(dns.asked()).hasSize(8);
  }

  @Test
  void asksOverTcpForWhatIsTooLongForUdp() {
    String record = "v=DKIM1; p=" + "A".repeat(3_000);
    dns.text(NAME, record);
    assertThat(keys.ask(NAME)).containsExactly(key(record));
    assertThat(dns.asked()).containsExactly(NAME, "tcp " + NAME);
  }

  @Test
  void cutsARecordOf60KiloBytes() {
    dns.text(NAME, "v=DKIM1; p=" + "A".repeat(60_000));
    List<DomainKey> found = keys.ask(NAME);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().record()).hasSize(DomainKey.RECORD_CHARS);
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP})
  void saysNothingWhereTheResolverDoesNot(int code) {
    dns.code(NAME, code);
    assertThat(keys.ask(NAME)).isNull();
    assertThat(dns.asked()).contains(NAME);
  }

  @Test
  void saysNothingWhereAnAliasIsNotAnswered() {
    alias(NAME, "b.example");
    dns.code("b.example", Rcode.SERVFAIL);
    assertThat(keys.ask(NAME)).isNull();
  }

  @Test
  @Tag("slow")
  void waitsTwiceForASilentResolver() {
    dns.answer(NAME, answer -> false);
    assertThat(quick().ask(NAME)).isNull();
    assertThat(dns.asked()).containsExactly(NAME, NAME);
  }

  @Test
  @Tag("slow")
  void takesTheSecondAnswerWhereTheFirstIsLost() {
    List<String> first = new ArrayList<>();
    dns.answer(
        NAME,
        answer -> {
          answer.addRecord(LoopbackDns.txt(NAME, "p=1"), Section.ANSWER);
          first.add(NAME);
          return first.size() > 1;
        });
    DnsKeys patient = DnsKeys.of(dns.address(), TODAY, Duration.ofSeconds(2));
    assertThat(patient.ask(NAME)).containsExactly(key("p=1"));
  }

  @Test
  void believesNoAnswerToAnotherQuestion() {
    dns.answer(
        NAME,
        answer -> {
          answer.addRecord(LoopbackDns.txt(NAME, "p=1"), Section.ANSWER);
          answer.getHeader().setID(answer.getHeader().getID() ^ 1);
          return true;
        });
    assertThat(quick().ask(NAME)).isNull();
  }

  @Test
  void saysNothingWhereNobodyListens() throws IOException {
    DnsKeys quick = quick();
    dns.close();
    assertThat(quick.ask(NAME)).isNull();
  }

  @Test
  void asksNothingAboutWhatTheDnsCannotHold() {
    String longLabel = "a".repeat(64) + "._domainkey.harbour.example";
    assertThat(keys.ask(longLabel)).hasSize(1).allMatch(DomainKey::isAbsent);
    assertThat(keys.ask("s1._domainkey..example")).hasSize(1).allMatch(DomainKey::isAbsent);
    assertThat(dns.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "dns.example",
        "cafe",
        "fade.de",
        "127.0.0.1:0x35",
        "127.0.0.1:",
        "127.0.0.1:99999",
        "[::1]:-1",
        "[::1",
        "https://127.0.0.1",
        "127.0.0.1 ",
        "300.1.1.1",
        ":53"
      })
  void refusesWhatIsNoAddress(String resolver) {
    assertThatThrownBy(() -> DnsKeys.of(resolver, TODAY))
        .isInstanceOfSatisfying(
            IntakeException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.BAD_RESOLVER))
        .hasMessageStartingWith("\"" + resolver + "\" is no resolver; name one by its address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.0.0.1:5353", "::1", "[::1]", "[::1]:5353", "2001:db8::53"})
  void takesAddressesWithAndWithoutAPort(String resolver) {
    assertThat(DnsKeys.of(resolver, TODAY)).isNotNull();
  }

  /** One that does not wait long. */
  private DnsKeys quick() {
    return DnsKeys.of(dns.address(), TODAY, Duration.ofMillis(500));
  }

  private void alias(String from, String to) {
    dns.answer(
        from,
        answer -> {
          answer.addRecord(LoopbackDns.alias(from, to), Section.ANSWER);
          return true;
        });
  }

  private static DomainKey key(String record) {
    return new DomainKey(NAME, record, "dns", TODAY, false);
  }
}
