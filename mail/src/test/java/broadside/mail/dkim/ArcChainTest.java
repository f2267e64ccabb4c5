package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ARC chains, whole and broken. */
class ArcChainTest {
  private static final String MAIL = DkimRoundTripTest.HEADER + "\r\nHello.\r\nFrom me\r\n";

  private Signer first = Signer.rsa();
  private Signer second = Signer.rsa();
  private KnownKeys keys = new KnownKeys();
  private String twice = "";

  @BeforeEach
  void seal() throws GeneralSecurityException {
    first = Signer.rsa().at("first.example", "a");
    second = Signer.ed25519().at("second.example", "b");
    keys = new KnownKeys().with(first.keyName(), first.record());
    keys.with(second.keyName(), second.record());
    twice = second.seal("Received: x\r\n" + first.seal(MAIL, 1, "none"), 2, "pass");
  }

  private SignatureResult result(String mail) {
    Authentication found = new Authenticator(keys).authenticate(Signer.bytes(mail));
    assertThat(found.limits()).isEmpty();
    return found.results().getLast();
  }

  private void breaks(String mail, String detail) {
    SignatureResult result = result(mail);
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL_SIGNATURE);
    assertThat(result.detail()).isEqualTo(detail);
    assertThat(result.arc()).isPositive();
  }

  @Test
  void passesChains() throws GeneralSecurityException {
    SignatureResult one = result(first.seal(MAIL, 1, "none"));
    assertThat(one.verdict()).isEqualTo(Verdict.PASS);
    assertThat(one.arc()).isEqualTo(1);
    for (String mail : new String[] {twice, twice.replace("\r\n", "\n")}) {
      SignatureResult two = result(mail);
      assertThat(two.verdict()).isEqualTo(Verdict.PASS);
      assertThat(two.arc()).isEqualTo(2);
      assertThat(two.domain()).isEqualTo("second.example");
      assertThat(two.selector()).isEqualTo("b");
      assertThat(two.key()).isEqualTo(keys.all().get("b._domainkey.second.example").getFirst());
    }
    String mail = MAIL;
    for (int i = 1; i <= 15; i++) {
      mail = (i % 2 == 0 ? first : second).seal(mail, i, i == 1 ? "none" : "pass");
    }
    assertThat(result(mail).verdict()).isEqualTo(Verdict.PASS);
    assertThat(result(mail).arc()).isEqualTo(15);
  }

  @Test
  void standsAfterTheSignatures() throws GeneralSecurityException {
    String mail = second.seal(first.seal(first.sign(MAIL), 1, "none"), 2, "pass");
    Authentication found = new Authenticator(keys).authenticate(Signer.bytes(mail));
    assertThat(found.results()).extracting(SignatureResult::arc).containsExactly(0, 2);
    assertThat(found.results()).allMatch(result -> result.verdict() == Verdict.PASS);
    assertThat(keys.asked).containsExactlyInAnyOrder(first.keyName(), second.keyName());
  }

  @Test
  void undoesQuoting() {
    SignatureResult result = result(twice.replace("\r\nFrom me", "\r\n>From me"));
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.undoing()).isEqualTo(Undoing.UNQUOTED);
  }

  @Test
  void failsWithBody() {
    SignatureResult result = result(twice.replace("Hello", "Bye"));
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL_BODY);
    assertThat(result.detail()).startsWith("ARC message signature 2: ");
  }

  @Test
  void failsWithHeaderOrSet() {
    breaks(
        twice.replace("Bob", "Bab"),
        "ARC message signature 2: the key did not make this signature");
    breaks(
        twice.replace("first.example; none", "first.example; some"),
        "ARC seal 2: the key did not make this signature");
  }

  @Test
  void failsWithOlderSeal() throws GeneralSecurityException {
    String broken =
        first.seal(MAIL, 1, "none").replace("first.example; none", "first.example; dkim=pass");
    breaks(second.seal(broken, 2, "pass"), "ARC seal 1: the key did not make this signature");
  }

  @Test
  void saysWhatTheSealsSay() throws GeneralSecurityException {
    breaks(
        second.seal(first.seal(MAIL, 1, "none"), 2, "fail"),
        "the newest seal says that the ARC chain was broken before it");
    breaks(
        second.seal(first.seal(MAIL, 1, "pass"), 2, "pass"),
        "the seal of the ARC set 1 has no cv= that fits");
    breaks(
        second.seal(first.seal(MAIL, 1, "none"), 2, "none"),
        "the seal of the ARC set 2 has no cv= that fits");
    breaks(
        second.seal(first.seal(MAIL, 1, "fail"), 2, "pass"),
        "the ARC chain goes on after a seal that says that it is broken");
  }

  @Test
  void failsWhereSetsAreNotWhole() throws GeneralSecurityException {
    breaks(first.seal(MAIL, 2, "pass"), "the ARC set 1 is not whole");
    breaks(first.seal(first.seal(MAIL, 1, "none"), 3, "pass"), "the ARC set 2 is not whole");
    breaks("ARC-Authentication-Results: i=1; x\r\n" + MAIL, "the ARC set 1 is not whole");
    breaks(first.seal(first.seal(MAIL, 1, "none"), 1, "none"), "two ARC sets have the number 1");
    breaks(first.seal(MAIL, 51, "none"), "an ARC set has no number from 1 to 50");
    breaks(first.seal(MAIL, 0, "none"), "an ARC set has no number from 1 to 50");
    breaks(
        "ARC-Seal: i=1\r\n" + MAIL,
        "an ARC set cannot be read: d= is missing or not a domain name");
    breaks(
        "ARC-Seal: \u0000\r\n" + MAIL,
        "an ARC set cannot be read: the signature is not a list of tags");
    breaks(
        first.names("from:arc-seal").seal(MAIL, 1, "none"),
        "an ARC set cannot be read: h= names ARC-Seal");
  }

  @Test
  void needsEveryKey() {
    String name = "a._domainkey.first.example";
    keys.without(name);
    assertThat(result(twice).verdict()).isEqualTo(Verdict.NO_KEY);
    assertThat(result(twice).detail()).isEqualTo("ARC seal 1: the domain has no such key");
    keys.all().remove(name);
    assertThat(result(twice).verdict()).isEqualTo(Verdict.NOT_LOOKED_UP);
    keys.with(name, first.record(), true);
    assertThat(result(twice).verdict()).isEqualTo(Verdict.KEY_PUBLIC);
    keys.without(name).with(name, first.record() + "; t=y");
    assertThat(result(twice).verdict()).isEqualTo(Verdict.WEAK);
    assertThat(result(twice).weaknesses()).containsExactly(Weakness.TESTING);
  }

  @Test
  void leavesOutChainsBeyondTheLimits() throws GeneralSecurityException {
    String mail = MAIL;
    for (int i = 1; i <= 16; i++) {
      mail = first.seal(mail, i, i == 1 ? "none" : "pass");
    }
    Authentication found = new Authenticator(keys).authenticate(Signer.bytes(mail));
    assertThat(found.results()).isEmpty();
    assertThat(found.limits())
        .containsExactly(
            "an ARC chain of 16 sets beside 0 signatures; the chain was not looked at");
  }
}
