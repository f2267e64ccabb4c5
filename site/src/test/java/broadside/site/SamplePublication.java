package broadside.site;

import broadside.archive.About;
import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReleaseIndexWriter;
import broadside.archive.release.DeflatedMail;
import broadside.archive.release.MailPlace;
import broadside.archive.release.ReleaseHeading;
import broadside.archive.release.ReleaseWriter;
import broadside.archive.release.SampleLog;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.proof.policy.Roles;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Withdrawal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** A real publication of the mails given, written by the archive's own writers. */
final class SamplePublication {
  static final About ABOUT =
      new About(
          "Harbour letters",
          "Letters between a harbour office, its tenants and the town, from the year in which the"
              + " old quay was to be sold.\n\nEvery person and every letter is invented.",
          "Written for a test.",
          "en",
          "desk@harbour.example");

  /** Stands for a mail that is withheld. */
  static final byte[] WITHHELD = new byte[0];

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Path directory;
  private final SampleLog log;
  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private int releases;
  private long next = 1;
  private @Nullable String previous;
  private final Map<Integer, Written> written = new HashMap<>();

  /** What a release was made of, and the numbers that were taken back from it since. */
  private record Written(ReleaseHeading heading, List<byte[]> mails, List<Long> gone) {}

  private SamplePublication(Path directory, SampleLog log) {
    this.directory = directory;
    this.log = log;
  }

  static SamplePublication in(Path directory) throws IOException {
    return in(directory, List.of());
  }

  /** One that can have sealed releases. */
  static SamplePublication in(Path directory, List<Roles.Custodian> custodians) throws IOException {
    Files.createDirectories(directory.resolve("releases"));
    Files.write(directory.resolve("about"), ABOUT.encode());
    return new SamplePublication(directory, SampleLog.begin(directory, custodians));
  }

  Path directory() {
    return directory;
  }

  SampleLog log() {
    return log;
  }

  /** Publishes the mails as the next release. */
  void release(String title, List<byte[]> mails) throws IOException {
    Path aside = directory.resolve("aside");
    ReleaseStatement statement = write(title, mails, aside);
    byte[] entry = log.signed(statement).encode();
    Files.write(aside.resolve("statement"), entry);
    Files.move(aside, directory.resolve("releases/" + releases), StandardCopyOption.ATOMIC_MOVE);
    log.append(entry);
    previous = statement.sha256();
  }

  /** What the next release follows that was sealed in the place of one. */
  void follow(String seal) {
    previous = seal;
  }

  /** Writes the next release without its statement, for it to be published or sealed. */
  ReleaseStatement write(String title, List<byte[]> mails, Path aside) throws IOException {
    releases++;
    ReleaseHeading heading =
        new ReleaseHeading(
            log.policy().hash(),
            1,
            releases,
            previous,
            title,
            next,
            hex(sha256().digest(ABOUT.encode())),
            TIME.plusSeconds(86_400L * releases));
    Written release = new Written(heading, mails, new ArrayList<>());
    written.put(releases, release);
    next += mails.size();
    try (ReleaseWriter writer = ReleaseWriter.create(aside, heading)) {
      add(writer, aside, release);
      return writer.finish();
    }
  }

  /** Takes back a published mail of a release: says so in the log and exchanges the files. */
  void withdraw(int number, long mail) throws IOException {
    Written release = Objects.requireNonNull(written.get(number));
    release.gone.add(mail);
    Path place = directory.resolve("releases/" + number);
    Path aside = directory.resolve("aside");
    byte[] list;
    try (ReleaseWriter writer = ReleaseWriter.create(aside, release.heading)) {
      add(writer, aside, release);
      list = writer.finish(Files.readAllBytes(place.resolve("statement")));
    }
    int sequence = release.gone.size();
    Withdrawal withdrawal =
        new Withdrawal(
            log.policy().hash(),
            1,
            number,
            sequence,
            List.of(new Withdrawal.Taken(mail, Reason.PERSONAL_DATA, null)),
            list.length,
            hex(sha256().digest(list)),
            TIME.plusSeconds(86_400L * releases));
    Path before = directory.resolve("before-" + number + "-" + sequence);
    log.append(log.signed(withdrawal).encode());
    Files.move(place, before, StandardCopyOption.ATOMIC_MOVE);
    Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private void add(ReleaseWriter writer, Path aside, Written release) throws IOException {
    long number = release.heading.first();
    try (ReleaseIndexWriter index =
        ReleaseIndexWriter.create(aside.resolve("index"), release.heading.number(), number)) {
      for (byte[] mail : release.mails) {
        add(writer, index, number, mail, release.gone.contains(number));
        number++;
      }
      index.finish();
    }
  }

  private void add(
      ReleaseWriter writer, ReleaseIndexWriter index, long number, byte[] mail, boolean isGone)
      throws IOException {
    byte[] salt = new byte[Commitment.SALT_BYTES];
    Arrays.fill(salt, (byte) number);
    String commitment = hex(Commitment.toMail(salt, mail));
    if (mail.length == 0) {
      var line = new ManifestLine.Withheld(number, commitment, Reason.PERSONAL_DATA);
      writer.add(line);
      index.add(new IndexEntry(line, null, 0, 0, 0));
      return;
    }
    Message message = parser.parse(mail);
    var line =
        new ManifestLine.Published(
            number, commitment, mail.length, message.date().instant(), threadKey(message), null);
    if (isGone) {
      writer.addWithdrawn(line);
      index.add(new IndexEntry(line, null, 0, 0, 0));
      return;
    }
    DeflatedMail deflated = deflate(mail);
    MailPlace place = writer.add(line, salt, deflated);
    index.add(new IndexEntry(line, message, place.volume(), place.offset(), place.deflated()));
  }

  private static String threadKey(Message message) {
    String own =
        !message.references().isEmpty()
            ? message.references().getFirst()
            : !message.inReplyTo().isEmpty()
                ? message.inReplyTo().getFirst()
                : String.valueOf(message.messageId());
    return hex(sha256().digest(own.getBytes(StandardCharsets.UTF_8))).substring(0, 16);
  }

  private static DeflatedMail deflate(byte[] mail) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(mail);
    deflater.finish();
    byte[] buffer = new byte[mail.length + 100];
    int length = deflater.deflate(buffer);
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(mail);
    return new DeflatedMail(Arrays.copyOf(buffer, length), mail.length, (int) crc.getValue());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
