package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.About;
import broadside.archive.release.CheckMonitor;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.dkim.DomainSigner;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.dkim.LoopbackDns;
import broadside.intake.ledger.Mail;
import broadside.intake.release.Reauthenticator;
import broadside.intake.sign.Founding;
import broadside.mail.dkim.DomainKey;
import broadside.mail.source.SourceOptions;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What intake writes down about the signatures of mails. */
class SignedMailsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 2);
  private static final DomainSigner SIGNER = DomainSigner.of("s1", "harbour.example");
  private static final DomainSigner LIST = DomainSigner.of("s2", "list.example");
  private static final String PASS =
      "[{\"verdict\":\"pass\",\"d\":\"harbour.example\",\"s\":\"s1\",\"key\":\"file\"}]";
  private static final String NOT_LOOKED_UP =
      "[{\"verdict\":\"not-looked-up\",\"d\":\"harbour.example\",\"s\":\"s1\"}]";

  @TempDir Path directory;
  private Path publication;

  @BeforeEach
  void create() throws IOException {
    publication = directory.resolve("pub");
    Founding.create(
        publication,
        new About("Harbour letters", "Invented letters.", "Written for a test.", "en", ""),
        Settings.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void writesDownWhatSignaturesAreWorth(String lineEnd) throws IOException {
    addKeys(SIGNER);
    String signed = SIGNER.sign(mail(1, "The tide is high.\n"));
    add(
        null,
        mbox(
            lineEnd,
            signed,
            signed.replace("tide", "moon"),
            signed.replace("Subject: Berth", "Subject: Berths"),
            mail(2, "Unsigned.\n"),
            "DKIM-Signature: nonsense\n" + mail(3, "Not signed.\n"),
            LIST.seal(mail(4, "Sealed.\n")),
            LIST.sign(SIGNER.sign(mail(5, "Signed twice.\n")))));
    assertThat(rows("SELECT dkim FROM mail ORDER BY id"))
        .containsExactly(
            PASS,
            PASS.replace("pass", "fail-body").replace(",\"key\":\"file\"", ""),
            PASS.replace("pass", "fail-signature"),
            "[]",
            "[{\"verdict\":\"fail-signature\",\"d\":\"\",\"s\":\"\"}]",
            "[{\"verdict\":\"not-looked-up\",\"arc\":1,\"d\":\"list.example\",\"s\":\"s2\"}]",
            "[{\"verdict\":\"not-looked-up\",\"d\":\"list.example\",\"s\":\"s2\"},"
                + PASS.substring(1));
    assertThat(rows("SELECT mail, name FROM signature_key ORDER BY mail, name"))
        .containsExactly(
            "1 s1._domainkey.harbour.example",
            "3 s1._domainkey.harbour.example",
            "7 s1._domainkey.harbour.example");
    assertThat(rows("SELECT * FROM defect WHERE kind = 'limit-signatures'")).isEmpty();
  }

  @Test
  void saysWhatHadToBeUndone() throws IOException {
    addKeys(SIGNER);
    String signed = SIGNER.sign(mail(1, "Dear Bob,\n\nFrom noon on it rains.\n"));
    Path file = directory.resolve("one.eml"); // an mboxo writer's copy that nobody undid
    Files.writeString(file, signed.replace("\nFrom noon", "\n>From noon"));
    add(null, file);
    assertThat(rows("SELECT dkim FROM mail"))
        .containsExactly(PASS.replace("\"file\"", "\"file\",\"undone\":\"unquoted\""));
  }

  @Test
  void readsAnMboxThatIsQuoted() throws IOException {
    addKeys(SIGNER);
    String signed = SIGNER.sign(mail(1, "Dear Bob,\n\nFrom noon on it rains.\n"));
    add(null, mbox("\n", signed.replace("\nFrom noon", "\n>From noon"), mail(2, "Dry.\n")));
    assertThat(rows("SELECT dkim FROM mail ORDER BY id").getFirst())
        .contains("\"verdict\":\"pass\"");
  }

  @Test
  void countsWhatIsBeyondTheLimits() throws IOException {
    addKeys(SIGNER);
    String many = mail(1, "Signed often.\n");
    for (int i = 0; i < 17; i++) {
      many = SIGNER.sign(many);
    }
    add(null, mbox("\n", many));
    assertThat(rows("SELECT kind, count, detail FROM defect"))
        .containsExactly("limit-signatures 1 17 signatures; the first 16 were looked at");
    assertThat(verdicts()).hasSize(16).allMatch(verdict -> verdict.verdict().equals("pass"));
  }

  /** A manifest line has room for sixteen. */
  @Test
  void leavesOutABrokenChainBesideSixteenSignatures() throws IOException {
    addKeys(SIGNER);
    String many = "ARC-Seal: i=1; nonsense\n" + mail(1, "Signed often.\n");
    for (int i = 0; i < 16; i++) {
      many = SIGNER.sign(many);
    }
    add(null, mbox("\n", many));
    assertThat(verdicts()).hasSize(16).allMatch(verdict -> verdict.arc() == 0);
    assertThat(rows("SELECT detail FROM defect WHERE kind = 'limit-signatures'").getFirst())
        .contains("the chain was not looked at");
  }

  @Test
  void keepsEachMailOnceWhateverItsSignatures() throws IOException {
    addKeys(SIGNER);
    String signed = SIGNER.sign(mail(1, "The tide is high.\n"));
    Path inbox = mbox("\n", signed, signed, mail(2, "Dry.\n"));
    add(null, inbox);
    List<String> before = rows("SELECT mail, name FROM signature_key");
    add(null, inbox);
    add(null, Files.copy(inbox, directory.resolve("copy")));
    assertThat(rows("SELECT dkim FROM mail ORDER BY id")).containsExactly(PASS, "[]");
    assertThat(rows("SELECT mail, name FROM signature_key")).isEqualTo(before).hasSize(1);
  }

  @Test
  @Tag("slow")
  void keysFromTheDnsAreKeptWithTheMailsThatNeedThem() throws IOException {
    try (LoopbackDns dns = LoopbackDns.start()) {
      dns.text(SIGNER.keyName(), SIGNER.record());
      List<String> mails = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        String mail = mail(i, "Number " + i + ".\n");
        mails.add(i % 3 == 0 ? SIGNER.sign(mail) : i % 3 == 1 ? LIST.sign(mail) : mail);
      }
      Path inbox = mbox("\n", mails.toArray(String[]::new));
      add(dns, inbox);
      assertThat(dns.asked()).containsExactlyInAnyOrder(SIGNER.keyName(), LIST.keyName());
      assertThat(rows("SELECT dkim, count(*) FROM mail GROUP BY dkim ORDER BY dkim"))
          .containsExactly(
              "[] 100",
              "[{\"verdict\":\"no-key\",\"d\":\"list.example\",\"s\":\"s2\"}] 100",
              PASS.replace("file", "dns") + " 100");
      assertThat(rows("SELECT * FROM dkim_key ORDER BY name"))
          .containsExactly(
              SIGNER.keyName() + " " + SIGNER.record() + " dns 2026-01-02 0",
              LIST.keyName() + "  dns 2026-01-02 0");
      assertThat(rows("SELECT count(*) FROM signature_key")).containsExactly("200");
      Files.writeString(
          inbox, "From x Mon Mar  1 10:00:00 2021\n" + SIGNER.sign(mail(900, "X.\n")));
      add(dns, inbox);
      assertThat(dns.asked()).hasSize(2);
    }
  }

  @Test
  void aKeyThatIsAddedLaterForgetsOnlyWhatWasSaidWithoutIt() throws IOException {
    DomainSigner newer = DomainSigner.of("s1", "harbour.example");
    addKeys(SIGNER, LIST);
    add(
        null,
        mbox(
            "\n",
            newer.sign(mail(1, "Signed with the newer key.\n")),
            LIST.sign(mail(2, "Of another domain.\n")),
            mail(3, "Unsigned.\n"),
            newer.sign(mail(4, "That has a number.\n"))));
    String failed = PASS.replace("pass", "fail-signature");
    String list = PASS.replace("harbour", "list").replace("s1", "s2");
    assertThat(rows("SELECT dkim FROM mail ORDER BY id"))
        .containsExactly(failed, list, "[]", failed);
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      open.ledger().mails().setNumber(4, 1, 1);
      open.ledger().commit();
    }
    addKeys(newer);
    assertThat(rows("SELECT dkim FROM mail ORDER BY id"))
        .containsExactly("null", list, "[]", failed);
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      Reauthenticator later =
          new Reauthenticator(open, KeyLookup.of(open.ledger()), CheckMonitor.NONE);
      assertThat(later.settleUnreleased()).isEqualTo(1);
      assertThat(later.looked()).isEqualTo(1);
    }
    assertThat(rows("SELECT dkim FROM mail ORDER BY id")).containsExactly(PASS, list, "[]", failed);
  }

  @Test
  void waitingMailsAreSettledOnceTheirKeysAreKnown() throws IOException {
    add(null, mbox("\n", SIGNER.sign(mail(1, "Signed.\n")), mail(2, "Unsigned.\n")));
    assertThat(rows("SELECT dkim FROM mail ORDER BY id")).containsExactly(NOT_LOOKED_UP, "[]");
    assertThat(rows("SELECT * FROM signature_key")).isEmpty();
    addKeys(SIGNER);
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      Reauthenticator later =
          new Reauthenticator(open, KeyLookup.of(open.ledger()), CheckMonitor.NONE);
      assertThat(later.settleUnreleased()).isEqualTo(1);
      assertThat(later.settleUnreleased()).isZero();
    }
    assertThat(rows("SELECT dkim FROM mail ORDER BY id")).containsExactly(PASS, "[]");
    assertThat(rows("SELECT * FROM signature_key")).containsExactly("1 " + SIGNER.keyName());
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      open.ledger()
          .dkimKeys()
          .add(new DomainKey(SIGNER.keyName(), SIGNER.record(), "file", TODAY, true));
      new Reauthenticator(open, KeyLookup.of(open.ledger()), CheckMonitor.NONE).settleUnreleased();
    }
    assertThat(rows("SELECT dkim FROM mail ORDER BY id"))
        .containsExactly(PASS.replace("pass", "key-public"), "[]");
  }

  private void addKeys(DomainSigner... signers) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      for (DomainSigner signer : signers) {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, "{\"" + signer.keyName() + "\": \"" + signer.record() + "\"}");
        assertThat(KeyLookup.add(file, open.ledger(), TODAY)).isEqualTo(1);
      }
      open.ledger().commit();
    }
  }

  private void add(LoopbackDns dns, Path source) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      KeyLookup keys =
          dns == null
              ? KeyLookup.of(open.ledger())
              : KeyLookup.of(open.ledger(), dns.address(), TODAY);
      IntakeResult result =
          new Intake(open, SourceOptions.DEFAULT, keys).add(source, IntakeMonitor.NONE);
      assertThat(result.addsUp()).isTrue();
    }
  }

  private Path mbox(String lineEnd, String... mails) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String mail : mails) {
      text.append("From ann@harbour.example Mon Mar  1 10:00:00 2021\n").append(mail).append('\n');
    }
    Path file = directory.resolve("inbox");
    Files.writeString(file, text.toString().replace("\n", lineEnd), StandardCharsets.ISO_8859_1);
    return file;
  }

  private List<SignatureVerdict> verdicts() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(publication)) {
      List<Mail> all = new ArrayList<>();
      open.ledger().mails().forEach(all::add);
      return all.getFirst().dkim();
    }
  }

  private List<String> rows(String sql) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(publication)) {
      return open.ledger()
          .with(connection -> {
            List<String> rows = new ArrayList<>();
            try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery(sql)) {
              while (r.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                  row.add(String.valueOf(r.getObject(i)));
                }
                rows.add(String.join(" ", row));
              }
            }
            return rows;
          });
    }
  }

  private static String mail(int number, String body) {
    return """
    From: Ann <ann@harbour.example>
    To: bob@harbour.example
    Date: Mon, 1 Mar 2021 10:00:00 +0000
    Message-ID: <%d@harbour.example>
    Subject: Berth %d

    %s\
    """
        .formatted(number, number, body);
  }
}
