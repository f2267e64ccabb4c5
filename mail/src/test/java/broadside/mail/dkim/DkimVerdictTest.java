package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which verdict, with which weaknesses and words, each kind of signature and key gets. */
class DkimVerdictTest {
  private static final String MAIL = DkimRoundTripTest.HEADER + "\r\nHello.\r\n";

  private final Signer signer = Signer.rsa();

  private static SignatureResult result(KeySource keys, String mail) {
    return new Authenticator(keys).authenticate(Signer.bytes(mail)).results().getFirst();
  }

  private SignatureResult withRecord(String record) throws GeneralSecurityException {
    return result(new KnownKeys().with(signer.keyName(), record), signer.sign(MAIL));
  }

  @Test
  void passesWithTheKeyItRestsOn() throws GeneralSecurityException {
    KnownKeys keys = signer.known();
    SignatureResult result = result(keys, signer.sign(MAIL));
    assertThat(result)
        .isEqualTo(
            new SignatureResult(
                Verdict.PASS,
                0,
                "example.org",
                "r2048",
                keys.all().get(signer.keyName()).getFirst(),
                Undoing.NONE,
                Set.of(),
                ""));
  }

  @Test
  void saysNothingOfUnsignedMail() {
    for (String mail : new String[] {MAIL, "", "\n", "a", "arc", "DKIM-Signatur: a\n\n", "\r"}) {
      assertThat(new Authenticator(KeySource.NONE).authenticate(Signer.bytes(mail)))
          .isSameAs(Authentication.UNSIGNED);
    }
    String inBody = MAIL + "DKIM-Signature: v=1\r\n";
    assertThat(new Authenticator(KeySource.NONE).authenticate(Signer.bytes(inBody)).results())
        .isEmpty();
    // A field whose name only begins so.
    String other = "ARC-Other: 1\r\nDKIM-Signature-Of: 2\r\n" + MAIL;
    assertThat(new Authenticator(KeySource.NONE).authenticate(Signer.bytes(other)).results())
        .isEmpty();
  }

  @Test
  void passesOverSeparatorsAndBlankLinesBeforeTheHeader() throws GeneralSecurityException {
    String signed = signer.sign(MAIL);
    assertThat(result(signer.known(), "From ann Thu Jan  1 00:00:00 2026\r\n" + signed).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(result(signer.known(), "\r\n>From ann Thu Jan\n" + signed).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void endsTheHeaderWhereMessagesDo() throws GeneralSecurityException {
    // The line that is no field is shown as text, so it must not pass as a part of the header.
    String broken = signer.sign(MAIL).replace("To: ", "Not a field\r\nTo: ");
    assertThat(result(signer.known(), broken).verdict()).isEqualTo(Verdict.FAIL_BODY);
  }

  @Test
  void tellsBodyFromSignature() throws GeneralSecurityException {
    String signed = signer.sign(MAIL);
    assertThat(result(signer.known(), signed.replace("Hello", "hello")).verdict())
        .isEqualTo(Verdict.FAIL_BODY);
    assertThat(result(KeySource.NONE, signed.replace("Hello", "hello")).verdict())
        .isEqualTo(Verdict.FAIL_BODY);
    assertThat(result(signer.known(), signed.replace("A  subject", "B subject")).verdict())
        .isEqualTo(Verdict.FAIL_SIGNATURE);
    assertThat(result(KeySource.NONE, signed.replace("A  subject", "B subject")).verdict())
        .isEqualTo(Verdict.NOT_LOOKED_UP);
    assertThat(result(signer.known(), signed.replace("Bob", "bob")).verdict())
        .isEqualTo(Verdict.FAIL_SIGNATURE);
  }

  @Test
  void findsNoKeyWhereItWasLookedUp() throws GeneralSecurityException {
    SignatureResult result = result(new KnownKeys().without(signer.keyName()), signer.sign(MAIL));
    assertThat(result.verdict()).isEqualTo(Verdict.NO_KEY);
    assertThat(result.detail()).isEqualTo("the domain has no such key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=DKIM1; p= | the key was revoked",
        "v=DKIM1; k=rsa | the key record has no key",
        "v=DKIM2; p=KEY | the key record is of an unknown version",
        "p=KEY; v=DKIM1 | the key record is of an unknown version",
        "v=DKIM1; p=KEY; p=KEY | the key record is not a list of tags",
        "v=DKIM1; p=KEY; t | the key record is not a list of tags",
        "'\"\"' | the key record is not a list of tags",
        "v=DKIM1; k=rsb; p=KEY | the key is of an unknown type or beyond the limits",
        "v=DKIM1; k=ed25519; p=KEY | the key record's key cannot be read",
        "v=DKIM1; p=AAAA | the key record's key cannot be read",
        "v=DKIM1; p=!!!! | the key record's key cannot be read",
        "v=DKIM1; s=chat; p=KEY | the key is not for mail",
        "v=DKIM1; h=sha1; p=KEY | the key is not for the signature's hash function",
        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | the key is not of the"
            + " signature's type",
      })
  void findsNoKeyInRecord(String record, String detail) throws GeneralSecurityException {
    SignatureResult result = withRecord(record.replace("KEY", signer.publicKey()));
    assertThat(result.detail()).isEqualTo(detail);
    assertThat(result.verdict()).isEqualTo(Verdict.NO_KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p=KEY",
        " v = DKIM1 ; k = rsa ; p = KEY ; ",
        "v=DKIM1;h=sha1:sha256;s=*;t=;n=a note;x_1=;p=KEY;",
        "v=DKIM1; s=tlsrpt : email; g=; p=KEY",
      })
  void passesWithRecord(String record) throws GeneralSecurityException {
    assertThat(withRecord(record.replace("KEY", signer.publicKey())).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void readsKeysFoldedWithinAndWithoutTheirAlgorithm() throws GeneralSecurityException {
    String key = signer.publicKey();
    assertThat(withRecord("p=" + key.substring(0, 9) + " \t" + key.substring(9)).verdict())
        .isEqualTo(Verdict.PASS);
    // RFC 6376 §3.6.1 names the bare RSAPublicKey: what stands after 24 bytes of a 2,048-bit key.
    byte[] whole = java.util.Base64.getDecoder().decode(key);
    byte[] bare = java.util.Arrays.copyOfRange(whole, 24, whole.length);
    assertThat(withRecord("p=" + java.util.Base64.getEncoder().encodeToString(bare)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void triesEachRecordAndTellsPublicKeys() throws GeneralSecurityException {
    String signed = signer.sign(MAIL);
    String other = Signer.rsa("rsa-sha256", 1024).record();
    KnownKeys keys = new KnownKeys().with(signer.keyName(), "v=DKIM1; p=");
    keys.with(signer.keyName(), other).with(signer.keyName(), signer.record() + "; t=y");
    assertThat(result(keys, signed).verdict()).isEqualTo(Verdict.WEAK);
    keys.with(signer.keyName(), signer.record());
    assertThat(result(keys, signed).verdict()).isEqualTo(Verdict.PASS);
    keys.with(signer.keyName(), other, true);
    assertThat(result(keys, signed).verdict()).isEqualTo(Verdict.PASS);
    keys.with(signer.keyName(), signer.record(), true);
    assertThat(result(keys, signed).verdict()).isEqualTo(Verdict.KEY_PUBLIC);
    assertThat(keys.asked).hasSize(4);
  }

  @Test
  void tellsWeaknesses() throws GeneralSecurityException {
    assertThat(withRecord(signer.record() + "; t=y").weaknesses())
        .containsExactly(Weakness.TESTING);
    Signer small = Signer.rsa("rsa-sha1", 768);
    assertThat(result(small.known(), small.sign(MAIL)).weaknesses())
        .containsExactlyInAnyOrder(Weakness.SHORT_KEY, Weakness.SHA1);
    assertThat(result(signer.known(), signer.version("").sign(MAIL)).weaknesses())
        .containsExactly(Weakness.DRAFT);
    assertThat(result(signer.known(), signer.version("v=0.5; ").sign(MAIL)).weaknesses())
        .containsExactly(Weakness.DRAFT);
    signer.version("v=1; ");
    for (String names : new String[] {"to:from:date", "from:subject", "subject:date"}) {
      assertThat(result(signer.known(), signer.names(names).sign(MAIL)).weaknesses())
          .containsExactly(Weakness.HEADER_UNSIGNED);
    }
    String undated = MAIL.replace("Date: ", "X: ");
    assertThat(result(signer.known(), signer.names("from:subject").sign(undated)).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(result(signer.known(), signer.names("from:date:subject").sign(undated)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void tellsFieldsAddedAfterwards() throws GeneralSecurityException {
    String signed = signer.sign(MAIL);
    SignatureResult doubled = result(signer.known(), "Subject: Other\r\n" + signed);
    assertThat(doubled.verdict()).isEqualTo(Verdict.WEAK);
    assertThat(doubled.weaknesses()).containsExactly(Weakness.HEADER_DOUBLED);
    // One more mention in h= seals the name.
    signed = signer.names("from:subject:date:subject:x-none").sign(MAIL);
    assertThat(result(signer.known(), signed).verdict()).isEqualTo(Verdict.PASS);
    assertThat(result(signer.known(), "Subject: Other\r\n" + signed).verdict())
        .isEqualTo(Verdict.FAIL_SIGNATURE);
    assertThat(result(signer.known(), "x-none: 1\r\n" + signed).verdict())
        .isEqualTo(Verdict.FAIL_SIGNATURE);
  }

  @Test
  void takesRepeatedFieldsFromTheLast() throws GeneralSecurityException {
    String mail = "Received: 1\r\nReceived: 2\r\nReceived: 3\r\n" + MAIL;
    String signed = signer.names("received:from:subject:date:received").sign(mail);
    assertThat(result(signer.known(), "Received: 0\r\n" + signed).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(result(signer.known(), signed.replace("Received: 1", "Received: 9")).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(result(signer.known(), signed.replace("Received: 2", "Received: 9")).verdict())
        .isEqualTo(Verdict.FAIL_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x=1772532001; | PASS", // a second after Date
        "x=1772531999; | WEAK",
        "t=1772532000; x=1772531999; | FAIL_SIGNATURE",
        "t=1; x=99999999999999999999999; | PASS",
        "x=soon; | FAIL_SIGNATURE",
        "t=1 2; | PASS",
      })
  void expiresByTheMailsOwnDates(String more, Verdict verdict) throws GeneralSecurityException {
    String signed = signer.more(more + " ").sign(MAIL);
    SignatureResult result = result(signer.known(), signed);
    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.weaknesses().contains(Weakness.EXPIRED)).isEqualTo(verdict == Verdict.WEAK);
  }

  @Test
  void prefersTheTopmostReceivedToDate() throws GeneralSecurityException {
    String signed = signer.more("x=1772532001; ").sign(MAIL);
    String late = "Received: from a by b; Tue, 3 Mar 2026\r\n 11:00:00 +0000 (UTC)\r\n";
    String early = "Received: from a; by b; Tue, 3 Mar 2026 12:00:00 +0200\r\n";
    assertThat(result(signer.known(), late + early + signed).weaknesses())
        .containsExactly(Weakness.EXPIRED);
    assertThat(result(signer.known(), early + late + signed).verdict()).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @CsvSource({
    "i=@example.org; ,PASS,PASS",
    "i=ann@Example.ORG; ,PASS,PASS",
    "i=@a.example.org; ,PASS,NO_KEY",
    "i=ann=40a.example=2Eorg; ,PASS,NO_KEY",
    "i=@badexample.org; ,FAIL_SIGNATURE,FAIL_SIGNATURE",
    "i=@org; ,FAIL_SIGNATURE,FAIL_SIGNATURE",
    "i=example.org; ,FAIL_SIGNATURE,FAIL_SIGNATURE",
  })
  void comparesIdentityWithDomain(String more, Verdict verdict, Verdict strict)
      throws GeneralSecurityException {
    String signed = signer.more(more + " ").sign(MAIL);
    assertThat(result(signer.known(), signed).verdict()).isEqualTo(verdict);
    KnownKeys keys = new KnownKeys().with(signer.keyName(), signer.record() + "; t=s");
    assertThat(result(keys, signed).verdict()).isEqualTo(strict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=1; a=rsa-md5; d=example.org; s=s; | example.org | s",
        "v=2; a=rsa-sha256; d=Example.ORG; s=S_1.x; | example.org | s_1.x",
        "a=rsa-sha256; d=exa mple.org; s=s | example.org | s",
        "d=example..org; s=-s | '' | ''",
        "d=ex\u00e4mple.org; s=s; | '' | s",
        "d=example.org/; s=s$; | '' | ''",
        "v=1; v=1; d=example.org; s=s | '' | ''",
        "nonsense | '' | ''",
        "d=a\u0000b; s=s | '' | ''",
      })
  void keepsNamesOfUnreadableSignatures(String tags, String domain, String selector) {
    SignatureResult result = result(KeySource.NONE, "DKIM-Signature: " + tags + "\r\n" + MAIL);
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL_SIGNATURE);
    assertThat(result.domain()).isEqualTo(domain);
    assertThat(result.selector()).isEqualTo(selector);
    assertThat(result.detail()).isNotEmpty().hasSizeLessThan(200);
  }

  @Test
  void undoesQuotingOfFromLines() throws GeneralSecurityException {
    for (String forms : new String[] {"simple/simple", "relaxed/relaxed"}) {
      signer.forms(forms);
      String plain = signer.sign(DkimRoundTripTest.HEADER + "\r\nFrom here  on\r\n>From b\r\nend");
      String quoted = plain.replace("\r\n>From", "\r\n>>From").replace("\r\nFrom h", "\r\n>From h");
      assertThat(result(signer.known(), plain).undoing()).isEqualTo(Undoing.NONE);
      assertThat(result(signer.known(), quoted).undoing()).isEqualTo(Undoing.UNQUOTED);
      assertThat(result(signer.known(), quoted).verdict()).isEqualTo(Verdict.PASS);
      String signed =
          signer.sign(DkimRoundTripTest.HEADER + "\r\n>From here  on\r\n>>From b\r\nend");
      String undone = signed.replace("\r\n>From", "\r\nFrom").replace("\r\n>>From", "\r\n>From");
      assertThat(result(signer.known(), undone).undoing()).isEqualTo(Undoing.REQUOTED);
      assertThat(result(signer.known(), undone).verdict()).isEqualTo(Verdict.PASS);
      assertThat(result(signer.known(), undone.replace("end", "END")))
          .extracting(SignatureResult::verdict, SignatureResult::undoing)
          .containsExactly(Verdict.FAIL_BODY, Undoing.NONE);
    }
  }

  @Test
  void triesNoKeyBeyondTheLimits() throws GeneralSecurityException {
    assertThat(withRecord(Signer.recordOfModulus(odd(8_193), 65_537)).verdict())
        .isEqualTo(Verdict.NO_KEY);
    assertThat(withRecord(Signer.recordOfModulus(odd(8_192), 65_537)).verdict())
        .isEqualTo(Verdict.FAIL_SIGNATURE);
    String note = signer.record() + "; n=";
    String longest = note + "x".repeat(DomainKey.RECORD_CHARS - note.length());
    assertThat(withRecord(longest).verdict()).isEqualTo(Verdict.PASS);
    assertThat(withRecord(longest + "x").verdict()).isEqualTo(Verdict.NO_KEY);
  }

  static BigInteger odd(int bits) {
    return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
  }
}
