package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.ReleaseSummary;
import broadside.archive.release.Durable;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bundled sample, published once for all tests that only read it: with the keys of its domains
 * at hand, and without them, where verdicts came later. Nothing that is held was allowed.
 */
final class SignedSample {
  static final Path ROOT = Path.of(System.getProperty("broadside.root"));
  static final Path MAILS = ROOT.resolve("examples/harbour");
  static final Path KEYS = ROOT.resolve("examples/harbour-keys.json");
  private static final Path VERDICTS = ROOT.resolve("examples/harbour-verdicts.tsv");

  private static @Nullable SignedSample made;

  /** Published with the keys. */
  final Path atOnce;

  /** Published without, and looked at again. */
  final Path later;

  /** Its mails, by number. */
  final List<Said> mails;

  /** What {@code publish} said. */
  final Command published;

  /** What {@code publish} said without the keys. */
  final Command publishedWithout;

  /** What {@code authenticate} said. */
  final Command authenticated;

  /** What a manifest says of a mail. */
  record Said(
      long number,
      String id,
      String subject,
      String date,
      List<SignatureVerdict> line,
      List<SignatureVerdict> now) {}

  private SignedSample(Path directory) throws IOException {
    atOnce = directory.resolve("at-once");
    later = directory.resolve("later");
    published = run("publish", MAILS, "--into", atOnce, "--dkim-keys", KEYS);
    mails = mails(atOnce);
    publishedWithout = run("publish", MAILS, "--into", later);
    authenticated = run("authenticate", later, "--dkim-keys", KEYS);
  }

  static synchronized SignedSample get() throws IOException {
    if (made == null) {
      Path directory = Files.createTempDirectory("broadside-sample-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory), "sample"));
      made = new SignedSample(directory);
    }
    return made;
  }

  private static Command run(Object... args) {
    Command run = Command.run(args);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static void delete(Path directory) {
    try {
      Durable.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every published mail, by its number. */
  static List<Said> mails(Path publication) throws IOException {
    List<Said> all = new ArrayList<>();
    MessageParser parser = new MessageParser(MailLimits.DEFAULT);
    try (Publication published = Publication.open(publication.resolve("public"))) {
      ReleaseSummary last = published.releases().getLast();
      for (long number = 1; number < last.first() + last.count(); number++) {
        PublishedMail mail = Objects.requireNonNull(published.mail(number));
        Message message = parser.parse(Objects.requireNonNull(mail.eml()));
        all.add(
            new Said(
                number,
                String.valueOf(message.messageId()),
                message.subject(),
                String.valueOf(message.date().value()),
                Objects.requireNonNull(mail.line().dkim()),
                Objects.requireNonNull(mail.dkim())));
      }
    }
    return all;
  }

  /** What a verifier should find, by Message-ID, as the sample's own list says it; no key. */
  static Map<String, List<SignatureVerdict>> expected() throws IOException {
    Map<String, List<SignatureVerdict>> expected = new LinkedHashMap<>();
    for (String line : Files.readAllLines(VERDICTS)) {
      if (line.startsWith("message-id\t")) {
        continue;
      }
      String[] cells = line.split("\t", -1);
      boolean isUndone = cells[5].equals("unquoted") || cells[5].equals("requoted");
      expected
          .computeIfAbsent(cells[0], _ -> new ArrayList<>())
          .add(
              new SignatureVerdict(
                  cells[2],
                  Integer.parseInt(cells[1]),
                  cells[3],
                  cells[4],
                  "",
                  isUndone ? cells[5] : ""));
    }
    return expected;
  }

  /** The bytes of the mail with this subject, the first of several. */
  static byte[] eml(String subject) throws IOException {
    SignedSample sample = get();
    long number =
        sample.mails.stream()
            .filter(mail -> mail.subject().equals(subject))
            .findFirst()
            .orElseThrow()
            .number();
    try (Publication published = Publication.open(sample.atOnce.resolve("public"))) {
      return Objects.requireNonNull(Objects.requireNonNull(published.mail(number)).eml());
    }
  }
}
