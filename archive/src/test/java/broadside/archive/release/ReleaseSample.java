package broadside.archive.release;

import broadside.archive.About;
import broadside.proof.note.SigningKey;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** A small publication for tests, with mails made from their number. */
public final class ReleaseSample {
  public static final About ABOUT =
      new About(
          "Harbour letters",
          "Letters between the harbour office and its tenants.\n\nAll of them are invented.",
          "Written for a test.",
          "en",
          "desk@harbour.example");
  public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Path directory;
  private final SampleLog log;
  private long volumeBytes = ZipFormat.VOLUME_BYTES;
  private int releases;
  private long next = 1;
  private @Nullable String previous;
  private int signers;

  private ReleaseSample(Path directory, SampleLog log) {
    this.directory = directory;
    this.log = log;
  }

  public SampleLog log() {
    return log;
  }

  public static ReleaseSample in(Path directory) throws IOException {
    return in(directory, 1, 1, false);
  }

  /** With a log whose checkpoints a witness cosigns. */
  public static ReleaseSample in(Path directory, SigningKey witness, @Nullable Instant expires)
      throws IOException {
    Files.createDirectories(directory.resolve("releases"));
    Files.write(directory.resolve("about"), ABOUT.encode());
    return new ReleaseSample(directory, SampleLog.begin(directory, witness, expires));
  }

  /** The same with so many editors, of whom so many must sign, and with a witness or none. */
  public static ReleaseSample in(Path directory, int editors, int threshold, boolean isWitnessed)
      throws IOException {
    Files.createDirectories(directory.resolve("releases"));
    Files.write(directory.resolve("about"), ABOUT.encode());
    return new ReleaseSample(
        directory, SampleLog.begin(directory, editors, threshold, isWitnessed));
  }

  /** The same publication as it is now, in another directory, where it goes its own way. */
  public ReleaseSample copyTo(Path other) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        Files.copy(path, other.resolve(directory.relativize(path).toString()));
      }
    }
    ReleaseSample copy = new ReleaseSample(other, log.in(other)).withVolumes(volumeBytes);
    copy.releases = releases;
    copy.next = next;
    copy.previous = previous;
    return copy;
  }

  /** Only so many editors sign what follows. */
  public ReleaseSample signedBy(int editors) {
    signers = editors;
    return this;
  }

  public ReleaseSample withVolumes(long bytes) {
    volumeBytes = bytes;
    return this;
  }

  public byte[] mail(long number) {
    String text =
        "From: a@harbour.example\nMessage-ID: <%d@harbour.example>\nSubject: Berth %d\n\n%s\n"
            .formatted(number, number, "Dear tenant, the tide. ".repeat((int) (number % 17)));
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  public byte[] salt(long number) {
    byte[] salt = new byte[Commitment.SALT_BYTES];
    Arrays.fill(salt, (byte) number);
    return salt;
  }

  public ReleaseStatement release(String title, int mails) throws IOException {
    return release(
        title,
        writer -> {
          for (int i = 0; i < mails; i++) {
            long number = next + i;
            byte[] mail = mail(number);
            String commitment = HexFormat.of().formatHex(Commitment.toMail(salt(number), mail));
            writer.add(
                new ManifestLine.Published(
                    number,
                    commitment,
                    mail.length,
                    TIME.plusSeconds(number),
                    "%016x".formatted(number)),
                salt(number),
                deflate(mail));
          }
        });
  }

  public ReleaseStatement releaseWithheld(Reason reason) throws IOException {
    return release(
        "", writer -> writer.add(new ManifestLine.Withheld(next, "0".repeat(64), reason)));
  }

  private ReleaseStatement release(String title, Content content) throws IOException {
    releases++;
    ReleaseHeading heading =
        new ReleaseHeading(
            log.policy().hash(),
            1,
            releases,
            previous,
            title,
            next,
            HexFormat.of().formatHex(HashedFile.sha256().digest(ABOUT.encode())),
            TIME);
    Path aside = directory.resolve("releases/.new");
    try (ReleaseWriter writer = ReleaseWriter.create(aside, heading, volumeBytes)) {
      content.write(writer);
      ReleaseStatement statement = writer.finish();
      byte[] entry =
          (signers == 0 ? log.signed(statement) : log.signedBy(signers, statement)).encode();
      Durable.replace(aside.resolve(ReleaseFiles.STATEMENT), entry);
      Durable.rename(aside, directory.resolve("releases/" + releases));
      log.append(entry);
      next += statement.count();
      previous = HexFormat.of().formatHex(HashedFile.sha256().digest(statement.encode()));
      return statement;
    }
  }

  static DeflatedMail deflate(byte[] mail) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(mail);
    deflater.finish();
    byte[] out = new byte[mail.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(mail);
    return new DeflatedMail(Arrays.copyOf(out, length), mail.length, (int) crc.getValue());
  }

  private interface Content {
    void write(ReleaseWriter writer) throws IOException;
  }
}
