package broadside.intake.release;

import broadside.archive.About;
import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.ReleaseSummary;
import broadside.archive.release.Durable;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.NewMail;
import broadside.intake.ledger.NewMail.FilePlace;
import broadside.intake.ledger.SignatureFacts;
import broadside.intake.ledger.Source;
import broadside.intake.ledger.ThreadFacts;
import broadside.intake.segment.MailDeflater;
import broadside.intake.segment.SegmentPlace;
import broadside.intake.segment.SegmentWriter;
import broadside.intake.sign.Founding;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.Signer;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A publication of letters that are told apart by a small number, for tests. */
public record Letters(Path publication) {
  public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant FIRST = Instant.parse("2015-04-12T13:00:00Z");
  private static final Pattern SUBJECT = Pattern.compile("Subject: Berth (\\d+)\n");

  /** An empty publication. */
  public static Letters create(Path publication) throws IOException {
    Founding.create(
        publication,
        new About("Harbour letters", "Invented letters.", "Written for a test.", "en", ""),
        Settings.DEFAULT);
    return new Letters(publication);
  }

  public Path publicDirectory() {
    return publication.resolve("public");
  }

  /** Adds letters; the higher the number, the later its date. */
  public void add(int... numbers) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      for (int number : numbers) {
        Instant written = FIRST.plus(Duration.ofMinutes(number));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(written.atOffset(ZoneOffset.UTC));
        addText(open, number, "Date: " + date + "\n");
      }
      open.ledger().commit();
    }
  }

  public void addUndated(int number) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      addText(open, number, "");
      open.ledger().commit();
    }
  }

  private static void addText(PrivateDirectory open, int number, String date) throws IOException {
    String text =
        """
        From: Ann <ann@harbour.example>
        To: bob@harbour.example
        Message-ID: <%d@harbour.example>
        Subject: Berth %d
        %s
        Dear Bob, berth %d is free. %s
        """
            .formatted(number, number, date, number, "The tide is high. ".repeat(number % 50));
    byte[] mail = text.getBytes(StandardCharsets.UTF_8);
    byte[] hash = sha256(mail);
    Ledger ledger = open.ledger();
    try (MailDeflater deflater = new MailDeflater();
        SegmentWriter segments =
            SegmentWriter.open(open.mailDirectory(), ledger.additions().segments())) {
      Source source = ledger.sources().open(new byte[] {1}, "letters", TIME);
      long file = ledger.sources().file(source, "letters", "eml");
      SegmentPlace place = segments.append(hash, deflater.deflate(mail));
      segments.sync();
      ledger.additions().setSegment(place.segment(), place.end());
      ledger
          .additions()
          .add(
              new NewMail(
                  hash,
                  Arrays.copyOf(hash, NewMail.CONTENT_BYTES),
                  sha256(hash),
                  new MessageParser(MailLimits.DEFAULT).parse(mail).date().instant(),
                  0,
                  place,
                  new FilePlace(file, number * 10_000L, mail.length),
                  threadFacts(number),
                  new long[0],
                  SignatureFacts.UNSIGNED,
                  List.of(),
                  List.of()));
    }
  }

  /** Every third letter is a reply: all are of one subject, so that most are joined. */
  private static ThreadFacts threadFacts(int number) {
    return new ThreadFacts(number, (long) number, new long[0], 1L, number % 3 == 0, new long[] {7});
  }

  public ReleaseStatement release(ReleaseChoice choice) throws IOException {
    return release(choice, ReleaseMonitor.NONE);
  }

  public ReleaseStatement release(ReleaseChoice choice, ReleaseMonitor monitor) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      Signer signer = new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy());
      return new Releaser(open).release(choice, "", TIME, signer, monitor);
    }
  }

  public void withhold(int number, Reason reason) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      List<Mail> all = new ArrayList<>();
      open.ledger().mails().forEach(all::add);
      Mail mail = all.get(number - 1);
      open.ledger().mails().setState(mail.id(), MailState.WITHHELD);
      open.ledger()
          .decisions()
          .add(new Decision(TIME, Action.WITHHOLD, reason.code(), ""), List.of(mail.id()));
      open.ledger().commit();
    }
  }

  public Map<MailState, Long> counts() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      return open.ledger().mails().counts();
    }
  }

  /** The letters that readers see, in the order of their numbers in the publication. */
  public List<Integer> published() throws IOException {
    try (Publication open = Publication.open(publicDirectory())) {
      List<Integer> found = new ArrayList<>();
      long last = open.releases().stream().mapToLong(ReleaseSummary::last).max().orElse(0);
      for (long n = 1; n <= last; n++) {
        PublishedMail mail = open.mail(n);
        byte[] eml = mail == null ? null : mail.eml();
        if (eml == null) {
          continue; // of a release that is void, or withheld, or withdrawn
        }
        Matcher subject = SUBJECT.matcher(new String(eml, StandardCharsets.UTF_8));
        if (subject.find()) {
          found.add(Integer.valueOf(subject.group(1)));
        }
      }
      return found;
    }
  }

  /** The public files and their hashes. */
  public Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(publicDirectory())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            publicDirectory().relativize(file).toString(),
            HexFormat.of().formatHex(sha256(Files.readAllBytes(file))));
      }
    }
    return files;
  }

  public Letters copy(Path target) throws IOException {
    try (Stream<Path> all = Files.walk(publication)) {
      for (Path path : all.toList()) {
        Files.copy(path, target.resolve(publication.relativize(path).toString()));
      }
    }
    return new Letters(target);
  }

  void deletePublished(int release) throws IOException {
    Durable.deleteTree(publicDirectory().resolve("releases/" + release));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
