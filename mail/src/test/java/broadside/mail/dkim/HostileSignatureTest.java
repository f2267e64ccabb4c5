package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signatures, keys and mails that were made to cost much or to break the reader. */
@Timeout(60)
class HostileSignatureTest {
  private static final String MAIL = DkimRoundTripTest.HEADER + "\r\nHello.\r\n";
  private static final String HEAD =
      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s; b=AAAA; bh="
          + "A".repeat(43)
          + "=; h=from";

  private static Authentication authenticate(KeySource keys, String mail) {
    return new Authenticator(keys).authenticate(Signer.bytes(mail));
  }

  private static Authentication within(Duration most, Supplier<Authentication> work) {
    long start = System.nanoTime();
    Authentication result = work.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
    return result;
  }

  @Test
  void looksAtFewOfThousandSignatures() {
    KnownKeys keys = new KnownKeys();
    StringBuilder mail = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      mail.append(HEAD.replace("s=s", "s=s" + i)).append("\r\n");
    }
    Authentication found = authenticate(keys, mail + MAIL);
    assertThat(found.results()).hasSize(16);
    assertThat(found.limits()).containsExactly("5000 signatures; the first 16 were looked at");
    // The body is wrong, so that no key was asked for.
    assertThat(keys.asked).isEmpty();
  }

  @Test
  void looksUpFewKeysAndEachOnce() throws GeneralSecurityException {
    Signer signer = Signer.rsa();
    String mail = MAIL;
    for (int i = 0; i < 6; i++) {
      mail = signer.at("example.org", "s" + i / 2).sign(mail);
    }
    KnownKeys keys = new KnownKeys();
    for (int i = 0; i < 3; i++) {
      keys.with("s" + i + "._domainkey.example.org", signer.record());
    }
    DkimLimits few = new DkimLimits(16, 2, 1, 1 << 20, 100, 1 << 14, 9, 512, 8192, 64, 1);
    Authentication found = new Authenticator(keys, few).authenticate(Signer.bytes(mail));
    assertThat(found.results())
        .extracting(SignatureResult::verdict)
        .containsExactly(
            Verdict.PASS,
            Verdict.PASS,
            Verdict.PASS,
            Verdict.PASS,
            Verdict.NOT_LOOKED_UP,
            Verdict.NOT_LOOKED_UP);
    assertThat(keys.asked).hasSize(2);
    assertThat(found.limits())
        .containsExactly("more than 2 keys are named; the others were not looked up");
  }

  @Test
  void triesFewRecordsOfOneName() throws GeneralSecurityException {
    Signer signer = Signer.rsa();
    KnownKeys keys = new KnownKeys();
    for (int i = 0; i < 5_000; i++) {
      keys.with(signer.keyName(), Signer.rsa("rsa-sha256", 1024).record() + "; n=" + i);
    }
    keys.with(signer.keyName(), signer.record());
    Authentication found = authenticate(keys, signer.sign(MAIL));
    assertThat(found.results().getFirst().verdict()).isEqualTo(Verdict.FAIL_SIGNATURE);
    assertThat(found.limits())
        .containsExactly("a key's name has more than 8 records; only the newest were tried");
  }

  @Test
  void readsHugeSignaturesNot() {
    for (String more :
        List.of(
            ":to".repeat(300),
            ":to".repeat(100_000),
            "; x1=".repeat(200_000),
            ";".repeat(200_000),
            "\r\n\t".repeat(100_000) + ":to",
            "; d=" + "a.".repeat(50_000) + "org")) {
      SignatureResult result =
          authenticate(KeySource.NONE, HEAD + more + "\r\n" + MAIL).results().getFirst();
      assertThat(result.verdict()).isEqualTo(Verdict.FAIL_SIGNATURE);
      assertThat(result.detail()).isNotEmpty();
    }
  }

  @Test
  void readsMillionTagsOfRecordNot() throws GeneralSecurityException {
    Signer signer = Signer.rsa();
    String tags = "; a".repeat(20_000);
    for (String record :
        List.of(signer.record() + tags, "\u0000", "", ";", "=", "a", "\ud800", "p=\u0000")) {
      KnownKeys keys = new KnownKeys().with(signer.keyName(), record);
      assertThat(authenticate(keys, signer.sign(MAIL)).results().getFirst().verdict())
          .isEqualTo(Verdict.NO_KEY);
    }
  }

  @Test
  void triesKeysOfOddSizesNot() throws GeneralSecurityException {
    Signer signer = Signer.rsa();
    // 384 bits: the JDK makes none, so this is written out.
    String small = "p=MEwwDQYJKoZIhvcNAQEBBQADOwAwOAIxAP" + "/".repeat(62) + "wIDAQAB";
    for (String record :
        List.of(
            Signer.recordOfModulus(DkimVerdictTest.odd(16_384), 65_537),
            Signer.recordOfModulus(DkimVerdictTest.odd(2_048), (1L << 62) + 1) + "; n=63 bits",
            small)) {
      KnownKeys keys = new KnownKeys().with(signer.keyName(), record);
      Verdict expected = record.endsWith("63 bits") ? Verdict.FAIL_SIGNATURE : Verdict.NO_KEY;
      assertThat(authenticate(keys, signer.sign(MAIL)).results().getFirst().verdict())
          .isEqualTo(expected);
    }
  }

  @Test
  void readsThousandsOfArcSets() {
    StringBuilder mail = new StringBuilder();
    for (int i = 20_000; i > 0; i--) {
      mail.append("ARC-Seal: i=").append(i).append("\r\nARC-Authentication-Results: i=").append(i);
      mail.append("; a\r\n");
    }
    Authentication found =
        within(Duration.ofSeconds(2), () -> authenticate(KeySource.NONE, mail + MAIL));
    assertThat(found.results()).hasSize(1);
    assertThat(found.results().getFirst().verdict()).isEqualTo(Verdict.FAIL_SIGNATURE);
    assertThat(Coverage.of(Signer.bytes(mail + MAIL))).hasSize(1);
  }

  @Test
  void readsNoHeaderBeyondTheLimits() throws GeneralSecurityException {
    Signer signer = Signer.rsa();
    String signed = signer.sign(MAIL);
    for (String more : List.of("X: 1\r\n".repeat(20_000), "X: " + "1".repeat(2 << 20) + "\r\n")) {
      String mail = signed.replace("From: ", more + "From: ");
      Authentication found = authenticate(signer.known(), mail);
      assertThat(found.results().getFirst().verdict()).isEqualTo(Verdict.FAIL_SIGNATURE);
      assertThat(found.limits()).hasSize(1);
      assertThat(Coverage.of(Signer.bytes(mail))).hasSize(1);
    }
  }

  @Test
  @Tag("slow")
  void readsLargeMailsInLinearTime() {
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      String forms = i % 2 == 0 ? "simple/simple" : "relaxed/relaxed";
      head.append(HEAD.replace("relaxed/relaxed", forms)).append("; l=").append(i).append("\r\n");
    }
    int size = 16 << 20;
    for (String unit :
        List.of("\r\n", "\n", ">", "From \n", ">From \r\n", " ", " \t\r\n", "a \r", "x")) {
      String mail = head + MAIL + unit.repeat(size / unit.length()) + "end";
      byte[] bytes = Signer.bytes(mail);
      Authentication found =
          within(
              Duration.ofSeconds(10), () -> new Authenticator(KeySource.NONE).authenticate(bytes));
      assertThat(found.results()).allMatch(result -> result.verdict() == Verdict.FAIL_BODY);
    }
  }

  @Test
  void readsManyFieldsAndManyNames() throws GeneralSecurityException {
    Signer signer = Signer.rsa();
    String names = "from:subject:date" + ":x".repeat(250);
    String mail = "X: 1\r\n".repeat(9_000) + MAIL;
    String signed = signer.names(names).sign(mail);
    Authentication found =
        within(Duration.ofSeconds(2), () -> authenticate(signer.known(), signed));
    assertThat(found.results().getFirst().verdict()).isEqualTo(Verdict.PASS);
  }
}
