package broadside.intake.release;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.DkimAudit;
import broadside.intake.PrivateDirectory;
import broadside.intake.add.Intake;
import broadside.intake.add.IntakeMonitor;
import broadside.intake.dkim.DomainSigner;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Redaction;
import broadside.intake.review.Review;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.mail.source.SourceOptions;
import broadside.proof.release.Reason;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.Verdicts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A publication of letters that domains have signed, for tests. */
record SignedLetters(Letters letters) {
  static final LocalDate TODAY = LocalDate.of(2026, 1, 2);
  static final DomainSigner HARBOUR = DomainSigner.of("h1", "harbour.example");
  static final DomainSigner QUAY = DomainSigner.of("q1", "quay.example");
  static final DomainSigner LIST = DomainSigner.of("l1", "list.example");
  private static final Instant FIRST = Instant.parse("2015-04-12T13:00:00Z");

  static SignedLetters create(Path publication) throws IOException {
    return new SignedLetters(Letters.create(publication));
  }

  Path publication() {
    return letters.publication();
  }

  /** A letter; the higher its number, the later its date. */
  static String mail(int number) {
    Instant written = FIRST.plus(Duration.ofMinutes(number));
    return """
    From: Ann <ann@ship.example>
    To: bob@ship.example
    Message-ID: <%d@ship.example>
    Date: %s
    Subject: Berth %d

    Dear Bob, berth %d is free.
    """
        .formatted(
            number,
            DateTimeFormatter.RFC_1123_DATE_TIME.format(written.atOffset(ZoneOffset.UTC)),
            number,
            number);
  }

  /** Adds these mails, with the keys that the publication has. */
  void add(String... mails) throws IOException {
    Path inbox = Files.createTempDirectory(publication().getParent(), "inbox");
    for (int i = 0; i < mails.length; i++) {
      Files.writeString(inbox.resolve("%03d.eml".formatted(i)), mails[i]);
    }
    try (PrivateDirectory open = PrivateDirectory.open(publication())) {
      new Intake(open, SourceOptions.DEFAULT).add(inbox, IntakeMonitor.NONE);
    }
  }

  /** Adds the keys of these, as a command does, and looks at waiting mails again. */
  void addKeys(DomainSigner... signers) throws IOException {
    StringBuilder json = new StringBuilder("{");
    for (DomainSigner signer : signers) {
      json.append(json.length() > 1 ? "," : "").append('"').append(signer.keyName());
      json.append("\":\"").append(signer.record()).append('"');
    }
    addKeys(json.append('}').toString());
  }

  void addKeys(String json) throws IOException {
    Path file = Files.createTempFile(publication().getParent(), "keys", ".json");
    Files.writeString(file, json);
    try (PrivateDirectory open = PrivateDirectory.open(publication())) {
      KeyLookup.add(file, open.ledger(), TODAY);
      open.ledger().commit();
      later(open).settleUnreleased();
    }
  }

  /** As the publisher's list says that the private key of this one is known. */
  void makePublic(DomainSigner signer) throws IOException {
    addKeys(
        "{\"%s\": {\"record\": \"%s\", \"public\": true}}"
            .formatted(signer.keyName(), signer.record()));
  }

  void release() throws IOException {
    letters.release(ReleaseChoice.ALL);
  }

  /** Signs and publishes what is new about mails that are out; the lists. */
  List<Reauthenticator.Unsigned> authenticate() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication())) {
      Reauthenticator later = later(open);
      List<Reauthenticator.Unsigned> lists = later.released();
      if (!lists.isEmpty()) {
        Map<Verdicts, byte[]> statements = new LinkedHashMap<>();
        for (Reauthenticator.Unsigned list : lists) {
          statements.put(later.statement(list, Letters.TIME), list.bytes());
        }
        later.publish(
            statements, new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()));
      }
      return lists;
    }
  }

  static Reauthenticator later(PrivateDirectory open) throws IOException {
    return new Reauthenticator(open, KeyLookup.of(open.ledger()), CheckMonitor.NONE);
  }

  /** Redacts a waiting mail. */
  void redact(int id, String words, String instead) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication())) {
      Review review = new Review(open, Clock.systemUTC());
      Mail mail = open.ledger().mails().mail(id);
      byte[] eml = review.published(mail);
      review.redact(mail, replaced(eml, words, instead), Reason.PERSONAL_DATA, "");
    }
  }

  /** Takes a released mail back, or puts one without these words in its place. */
  void withdraw(long number, @Nullable String words) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication())) {
      Withdrawer withdrawer = new Withdrawer(open);
      Redaction redaction =
          words == null
              ? null
              : Redaction.of(replaced(withdrawer.eml(number), words, "[redacted]"), Reason.SAFETY);
      withdrawer.withdraw(
          new TreeMap<>(Map.of(number, new Withdrawer.Act(Reason.SAFETY, redaction))),
          Letters.TIME,
          new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()),
          ReleaseMonitor.NONE);
    }
  }

  private static byte[] replaced(byte[] eml, String words, String instead) {
    String text = new String(eml, StandardCharsets.ISO_8859_1);
    if (!text.contains(words)) {
      throw new IllegalArgumentException("no " + words);
    }
    return text.replace(words, instead).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The lines of a release's file {@code keys}. */
  List<String> keys(int release) throws IOException {
    return Files.readAllLines(letters.publicDirectory().resolve("releases/" + release + "/keys"));
  }

  /** A line of that file. */
  static String line(DomainSigner signer) {
    return signer.keyName() + " file 2026-01-02 key " + signer.record();
  }

  /** What readers are told of a number, as a manifest line has it; null where nothing is. */
  @Nullable String dkim(long number) throws IOException {
    try (Publication open = Publication.open(letters.publicDirectory())) {
      PublishedMail mail = open.mail(number);
      List<SignatureVerdict> verdicts = mail == null ? null : mail.dkim();
      return verdicts == null ? null : SignatureVerdict.print(verdicts);
    }
  }

  /** What the ledger has of each mail. */
  List<@Nullable String> ledgerDkim() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication())) {
      List<@Nullable String> all = new ArrayList<>();
      open.ledger()
          .mails()
          .forEach(
              mail -> all.add(mail.dkim() == null ? null : SignatureVerdict.print(mail.dkim())));
      return all;
    }
  }

  DkimAudit.Report audit() throws IOException {
    return DkimAudit.of(letters.publicDirectory(), CheckMonitor.NONE);
  }

  /** A verdict as a manifest line has it. */
  static String verdict(String verdict, DomainSigner signer) {
    String[] name = signer.keyName().split("\\._domainkey\\.", -1);
    return "[{\"verdict\":\"%s\",\"d\":\"%s\",\"s\":\"%s\"%s}]"
        .formatted(
            verdict,
            name[1],
            name[0],
            List.of("not-looked-up", "no-key", "fail-body").contains(verdict)
                ? ""
                : ",\"key\":\"file\"");
  }

  /** The same where domain and selector are not told. */
  static String hidden(String verdict, DomainSigner signer) {
    return verdict(verdict, signer)
        .replaceFirst("\"d\":.*?,\"s\":\"[^\"]*\"", "\"d\":\"\",\"s\":\"\"");
  }
}
