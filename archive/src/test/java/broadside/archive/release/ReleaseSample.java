package broadside.archive.release;

import broadside.archive.About;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SigningKey;
import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
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
  private boolean isIndexed;
  private byte[] about = ABOUT.encode();
  private final Map<Integer, ReleaseStatement> statements = new HashMap<>();
  private final Map<Integer, Set<Long>> gone = new HashMap<>();
  private final Map<Integer, Integer> withdrawals = new HashMap<>();

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

  /** With a log that names a witness and its address. */
  public static ReleaseSample witnessedBy(SigningKey witness, URI url, Path directory)
      throws IOException {
    Files.createDirectories(directory.resolve("releases"));
    Files.write(directory.resolve("about"), ABOUT.encode());
    return new ReleaseSample(directory, SampleLog.witnessedBy(witness, url, directory));
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
    copy.isIndexed = isIndexed;
    copy.about = about;
    copy.statements.putAll(statements);
    gone.forEach((release, numbers) -> copy.gone.put(release, new TreeSet<>(numbers)));
    copy.withdrawals.putAll(withdrawals);
    return copy;
  }

  /** Only so many editors sign what follows. */
  public ReleaseSample signedBy(int editors) {
    signers = editors;
    return this;
  }

  /** Releases from now on have a file in the place of an index. */
  public ReleaseSample withIndex() {
    isIndexed = true;
    return this;
  }

  /** What the publication says of itself from now on, whatever that is. */
  public ReleaseSample withAbout(byte[] bytes) throws IOException {
    about = bytes.clone();
    Durable.replace(directory.resolve("about"), about);
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
            writer.add(published(next + i), salt(next + i), deflate(mail(next + i)));
          }
        });
  }

  private ManifestLine.Published published(long number) {
    byte[] mail = mail(number);
    return new ManifestLine.Published(
        number,
        HexFormat.of().formatHex(Commitment.toMail(salt(number), mail)),
        mail.length,
        TIME.plusSeconds(number),
        "%016x".formatted(number),
        null);
  }

  /** Takes numbers of a release back, which has nothing but published mails. */
  public void withdraw(int release, long... numbers) throws IOException {
    ReleaseStatement statement = Objects.requireNonNull(statements.get(release));
    Set<Long> all = gone.computeIfAbsent(release, r -> new TreeSet<>());
    LongStream.of(numbers).forEach(all::add);
    int sequence = withdrawals.merge(release, 1, Integer::sum);
    Path place = directory.resolve("releases/" + release);
    Path aside = directory.resolve("releases/.new");
    byte[] list;
    try (ReleaseWriter writer =
        ReleaseWriter.create(aside, heading(statement, release), volumeBytes)) {
      index(aside, release + " without " + all);
      for (long n = statement.first(); n <= statement.last(); n++) {
        if (all.contains(n)) {
          writer.addWithdrawn(published(n));
        } else {
          writer.add(published(n), salt(n), deflate(mail(n)));
        }
      }
      list = writer.finish(Files.readAllBytes(place.resolve(ReleaseFiles.STATEMENT)));
    }
    List<Withdrawal.Taken> taken =
        LongStream.of(numbers)
            .sorted()
            .mapToObj(n -> new Withdrawal.Taken(n, Reason.COURT_ORDER, null))
            .toList();
    log.append(
        log.signed(
                new Withdrawal(
                    log.publication(),
                    log.policy().version(),
                    release,
                    sequence,
                    taken,
                    list.length,
                    HexFormat.of().formatHex(HashedFile.sha256().digest(list)),
                    TIME))
            .encode());
    Durable.deleteTree(place);
    Durable.rename(aside, place);
  }

  private static ReleaseHeading heading(ReleaseStatement statement, int release) {
    return new ReleaseHeading(
        statement.publication(),
        statement.policy(),
        release,
        statement.previous(),
        statement.title(),
        statement.first(),
        statement.about(),
        statement.time());
  }

  private void index(Path release, String content) throws IOException {
    if (isIndexed) {
      Files.createDirectory(release.resolve(ReleaseFiles.INDEX));
      Files.writeString(release.resolve(ReleaseFiles.INDEX + "/_0.cfs"), content);
    }
  }

  public ReleaseStatement releaseWithheld(Reason reason) throws IOException {
    return release(
        "", writer -> writer.add(new ManifestLine.Withheld(next, "0".repeat(64), reason)));
  }

  /**
   * A release in whose manifest, as its editors sign it, the last line has the number before it.
   */
  public void releaseTwice(int mails) throws IOException {
    long last = next + mails - 1;
    releaseAltered(
        mails,
        manifest ->
            manifest.replace("{\"n\":%d,".formatted(last), "{\"n\":%d,".formatted(last - 1)));
  }

  /** A release with another manifest than it should have, as its editors sign it. */
  public void releaseAltered(int mails, UnaryOperator<String> manifest) throws IOException {
    ReleaseStatement _ =
        release(
            "",
            writer -> {
              for (int i = 0; i < mails; i++) {
                writer.add(published(next + i), salt(next + i), deflate(mail(next + i)));
              }
            },
            (aside, statement) -> {
              Path file = aside.resolve(ReleaseFiles.MANIFEST);
              String lines = manifest.apply(Files.readString(file));
              Files.writeString(file, lines);
              return altered(aside, statement, lines);
            });
  }

  /** The statement of a release whose manifest was exchanged, and its list of files. */
  private static ReleaseStatement altered(Path aside, ReleaseStatement before, String manifest)
      throws IOException {
    MerkleTree.RootBuilder root = new MerkleTree.RootBuilder();
    manifest
        .lines()
        .forEach(line -> root.add(MerkleTree.leaf(line.getBytes(StandardCharsets.UTF_8))));
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    Path file = aside.resolve(ReleaseFiles.LIST);
    byte[] list;
    try {
      list =
          new FileList(
                  FileList.parse(Files.readAllBytes(file)).files().stream()
                      .map(e ->
                          e.name().equals(ReleaseFiles.MANIFEST)
                              ? new FileList.Entry(
                                  e.name(), bytes.length, SignedText.sha256Hex(bytes))
                              : e)
                      .toList())
              .encode();
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
    Files.write(file, list);
    return new ReleaseStatement(
        before.publication(),
        before.policy(),
        before.number(),
        before.previous(),
        before.title(),
        before.first(),
        before.published(),
        before.redacted(),
        before.withheld(),
        HexFormat.of().formatHex(root.root()),
        list.length,
        SignedText.sha256Hex(list),
        before.about(),
        before.time());
  }

  private ReleaseStatement release(String title, Content content) throws IOException {
    return release(title, content, (aside, statement) -> statement);
  }

  private ReleaseStatement release(String title, Content content, Forgery forgery)
      throws IOException {
    releases++;
    ReleaseHeading heading =
        new ReleaseHeading(
            log.publication(),
            log.policy().version(),
            releases,
            previous,
            title,
            next,
            HexFormat.of().formatHex(HashedFile.sha256().digest(about)),
            TIME);
    Path aside = directory.resolve("releases/.new");
    try (ReleaseWriter writer = ReleaseWriter.create(aside, heading, volumeBytes)) {
      content.write(writer);
      index(aside, releases + " whole");
      ReleaseStatement statement = forgery.forge(aside, writer.finish());
      byte[] entry =
          (signers == 0 ? log.signed(statement) : log.signedBy(signers, statement)).encode();
      Durable.replace(aside.resolve(ReleaseFiles.STATEMENT), entry);
      Durable.rename(aside, directory.resolve("releases/" + releases));
      log.append(entry);
      next += statement.count();
      statements.put(releases, statement);
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

  /** What dishonest editors do to a release before they sign it. */
  private interface Forgery {
    ReleaseStatement forge(Path aside, ReleaseStatement statement) throws IOException;
  }
}
