package broadside.archive.release;

import broadside.proof.note.SignedNote;
import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A release opened for reading. Its files are mapped, so that it holds no file open, one mail costs
 * no system call, and an interrupted thread does not close a file under the others.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> {@link ReleaseException}.
 */
public final class ReleaseReader {
  /** Bytes of a statement or of a list of files at most: ten times what the largest need. */
  private static final int TEXT_BYTES = 1 << 20;

  /** Bytes of a manifest line at most: 400, and 16 verdicts with two names of 253 each. */
  static final int LINE_BYTES = 1 << 14;

  /** Deflate makes data at most this many times smaller. */
  private static final long LARGEST_RATIO = 1032;

  private final Path directory;
  private final ReleaseStatement statement;
  private final byte[] file;
  private final FileList files;
  private final TakenBack taken;
  private final MailInflater inflater;

  private final MappedFile manifest;
  private final MappedFile places;
  private final MappedFile salts;
  private final List<MappedFile> volumes = new ArrayList<>();

  private ReleaseReader(
      Path directory,
      byte[] file,
      ReleaseStatement statement,
      FileList files,
      TakenBack taken,
      MailInflater inflater)
      throws IOException {
    this.directory = directory;
    this.statement = statement;
    this.file = file;
    this.files = files;
    this.taken = taken;
    this.inflater = inflater;
    this.manifest = map(ReleaseFiles.MANIFEST);
    this.places = map(ReleaseFiles.PLACES);
    this.salts = map(ReleaseFiles.SALTS);
    for (int v = 1; files.find(ReleaseFiles.volume(v)) != null; v++) {
      volumes.add(map(ReleaseFiles.volume(v)));
    }
    if (places.size() != Places.offset(statement.count() + 1)
        || places.getLong(Places.offset(statement.count())) != Places.MAGIC) {
      throw damaged("its file \"places\" does not fit its statement");
    }
    if (salts.size() != statement.count() * Commitment.SALT_BYTES) {
      throw damaged("its file \"salts\" does not fit its statement");
    }
  }

  /**
   * Opens a release. What its statement says of its list of files, and what the list says of the
   * files' sizes, holds; the files' hashes are not read.
   */
  public static ReleaseReader open(Path directory, MailInflater inflater) throws IOException {
    return open(directory, TakenBack.NOTHING, inflater);
  }

  /** The same of a release from which mails were taken back: its list is the newest one's. */
  public static ReleaseReader open(Path directory, TakenBack taken, MailInflater inflater)
      throws IOException {
    String name = String.valueOf(directory.getFileName());
    try {
      byte[] file = small(directory.resolve(ReleaseFiles.STATEMENT));
      boolean isSigned = new String(file, StandardCharsets.UTF_8).contains("\n\n");
      ReleaseStatement statement =
          isSigned
              ? ReleaseStatement.parse(
                  SignedNote.parse(file).text().getBytes(StandardCharsets.UTF_8))
              : ReleaseStatement.parse(file);
      if (!name.equals(Integer.toString(statement.number()))) {
        throw new ReleaseException(
            "Release %s is damaged: its statement is of release %d."
                .formatted(name, statement.number()));
      }
      byte[] list = small(directory.resolve(ReleaseFiles.LIST));
      String hash = HexFormat.of().formatHex(HashedFile.sha256().digest(list));
      if (!taken.listed(statement).equals(new FileList.Entry(TakenBack.LIST, list.length, hash))) {
        throw new ReleaseException(
            "Release %s is damaged: SHA256SUMS is not the one of its %s."
                .formatted(name, taken.sequence() > 0 ? "newest withdrawal" : "statement"));
      }
      return new ReleaseReader(directory, file, statement, FileList.parse(list), taken, inflater);
    } catch (FormatException e) {
      throw new ReleaseException("Release %s cannot be read: %s.".formatted(name, e.getMessage()));
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing(
          "Release %s is damaged: %s is missing.".formatted(name, e.getFile()));
    }
  }

  public ReleaseStatement statement() {
    return statement;
  }

  /**
   * The lines of its file {@code keys}.
   *
   * @throws ReleaseException where it is damaged
   */
  public List<String> keyLines() throws IOException {
    try {
      return Files.readAllLines(directory.resolve(ReleaseFiles.KEYS), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException | CharacterCodingException e) {
      throw damaged("its file \"keys\" cannot be read");
    }
  }

  /** SHA-256 of the statement's text, by which the next release names this one. */
  public String statementSha256() {
    return statement.sha256();
  }

  /** The bytes of the file with its statement: with signatures, or the text alone. */
  public byte[] statementFile() {
    return file.clone();
  }

  /** Every other file than the statement and the list itself. */
  public FileList files() {
    return files;
  }

  /** Size and hash of the list itself, as the statement or the newest withdrawal has them. */
  public FileList.Entry listed() {
    return taken.listed(statement);
  }

  /** What was taken back from it. */
  public TakenBack taken() {
    return taken;
  }

  /**
   * Numbers of which withdrawals speak though they are withheld, ascending: it counts for nothing.
   */
  public List<Long> takenThoughWithheld() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (long number : new TreeSet<>(taken.numbers().keySet())) {
      if (line(number) instanceof ManifestLine.Withheld) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** Where the release lies. */
  public Path directory() {
    return directory;
  }

  /** Sum of the sizes of the mails. */
  public long mailBytes() {
    return places.getLong(Places.offset(statement.count()) + Long.BYTES);
  }

  /** The manifest's line of a number of this release. */
  public ManifestLine line(long number) throws IOException {
    byte[] bytes = lineBytes(number);
    try {
      ManifestLine line = ManifestLine.parse(new String(bytes, StandardCharsets.US_ASCII));
      if (line.number() == number) {
        return line;
      }
      throw damaged("its manifest has " + line.number() + " in the place of " + number);
    } catch (FormatException e) {
      throw damaged("its manifest is wrong at number " + number);
    }
  }

  /** The bytes of a number's line, without LF: a leaf of the release's tree. */
  public byte[] lineBytes(long number) throws IOException {
    long from = lineOffset(number);
    long to = (number == statement.last() ? manifest.size() : lineOffset(number + 1)) - 1;
    if (to <= from || to > manifest.size() || to - from > LINE_BYTES) {
      throw damaged("its file \"places\" is wrong at number " + number);
    }
    return manifest.bytes(from, (int) (to - from));
  }

  /** Where the mail of a number lies; volume 0 where it has none. */
  public MailPlace place(long number) {
    long at = Places.offset(index(number));
    return new MailPlace(
        (int) (places.getLong(at) & 0xffff),
        Integer.toUnsignedLong(places.getInt(at + 8)),
        Integer.toUnsignedLong(places.getInt(at + 12)));
  }

  /**
   * The mail's bytes as published now, checked against size and CRC, or null where withheld or
   * withdrawn.
   */
  public byte @Nullable [] mail(ManifestLine line) throws IOException {
    if (taken.mail(line) == null) {
      return null;
    }
    return mail(line.number(), bytes(line));
  }

  /** The size of that mail, which is not read; 0 where withheld or withdrawn. */
  public long bytes(ManifestLine line) {
    if (taken.mail(line) == null) {
      return 0;
    }
    if (taken.isRedacted(line.number())) {
      return headerBytes(line.number()); // the line has the former size
    }
    return switch (line) {
      case ManifestLine.Published p -> p.bytes();
      case ManifestLine.Redacted r -> r.bytes();
      case ManifestLine.Withheld w -> 0;
    };
  }

  /**
   * The same of a number, of which no line is read: its mail has the size that stands before it.
   */
  public long bytes(long number) throws IOException {
    if (taken.act(number) != null) {
      return bytes(line(number));
    }
    return place(number).volume() == 0 ? 0 : headerBytes(number);
  }

  /** The salt of a number's commitment; zeros where there is no mail. */
  public byte[] salt(long number) {
    return salts.bytes(index(number) * Commitment.SALT_BYTES, Commitment.SALT_BYTES);
  }

  /** Receives the pairs of thread keys that a release joins. */
  @FunctionalInterface
  public interface AliasVisitor {
    void visit(ThreadAlias alias);
  }

  /** Every pair of thread keys that this release joins, in the order of its file. */
  public void forEachAlias(AliasVisitor visitor) throws IOException {
    MappedFile aliases = map(ReleaseFiles.ALIASES);
    byte[] line = new byte[ThreadAlias.LINE_BYTES + 1];
    try {
      for (long at = 0; at < aliases.size(); ) {
        int ahead = (int) Math.min(line.length, aliases.size() - at);
        aliases.get(at, line, ahead);
        int length = 0;
        while (length < ahead && line[length] != '\n') {
          length++;
        }
        if (length == line.length) {
          throw damaged("its file \"aliases\" has a line that is too long");
        }
        if (length == ahead) {
          throw damaged("its file \"aliases\" is cut off");
        }
        visitor.visit(ThreadAlias.parse(new String(line, 0, length, StandardCharsets.US_ASCII)));
        at += length + 1;
      }
    } catch (FormatException e) {
      throw damaged("its file \"aliases\" holds " + e.getMessage());
    }
  }

  private byte[] mail(long number, long bytes) throws IOException {
    MailPlace place = place(number);
    byte[] name = ZipFormat.name(number);
    long header = place.offset() - name.length - ZipFormat.LOCAL_BYTES;
    if (place.volume() < 1
        || place.volume() > volumes.size()
        || header < 0
        || place.deflated() > MappedFile.MOST
        || place.offset() + place.deflated() > volumes.get(place.volume() - 1).size()
        || bytes < 0
        || bytes > Math.min(place.deflated() * LARGEST_RATIO, Integer.MAX_VALUE - 8)) {
      throw damaged("its file \"places\" is wrong at number " + number);
    }
    MappedFile volume = volumes.get(place.volume() - 1);
    ByteBuffer deflated = volume.slice(place.offset(), (int) place.deflated());
    // what is not as long as it says is not read: nobody has counted on its memory
    boolean fits = bytes == ZipFormat.bytes(volume, header);
    byte[] mail = fits ? inflater.inflate(deflated, (int) bytes) : null;
    if (mail == null || !headerFits(volume, header, name, mail, (int) place.deflated())) {
      throw damaged("the mail " + number + " in " + ReleaseFiles.volume(place.volume()));
    }
    return mail;
  }

  /** A mail's size as its local header in the zip has it, or -1 where there is no such header. */
  private long headerBytes(long number) {
    MailPlace place = place(number);
    long at = place.offset() - ZipFormat.name(number).length - ZipFormat.LOCAL_BYTES;
    return place.volume() < 1 || place.volume() > volumes.size() || at < 0
        ? -1
        : ZipFormat.bytes(volumes.get(place.volume() - 1), at);
  }

  /** The mail as the zip holds it, for who writes it into another; or null where there is none. */
  public @Nullable DeflatedMail deflated(ManifestLine line) throws IOException {
    return mail(line) == null ? null : stored(line.number());
  }

  /** What lies where {@code places} says, below a header that fits it; it is not inflated. */
  DeflatedMail stored(long number) throws ReleaseException {
    MailPlace place = place(number);
    byte[] name = ZipFormat.name(number);
    long header = place.offset() - name.length - ZipFormat.LOCAL_BYTES;
    long end = place.offset() + place.deflated();
    if (place.volume() >= 1
        && place.volume() <= volumes.size()
        && header >= 0
        && place.deflated() <= MappedFile.MOST
        && end <= volume(place.volume()).size()) {
      MappedFile volume = volume(place.volume());
      int crc = ZipFormat.crc(volume, header);
      int bytes = (int) ZipFormat.bytes(volume, header);
      byte[] expected = ZipFormat.local(name, crc, (int) place.deflated(), bytes);
      if (volume.has(header, expected)) {
        return new DeflatedMail(volume.bytes(place.offset(), (int) place.deflated()), bytes, crc);
      }
    }
    throw damaged("the mail %d is not where its file \"places\" says".formatted(number));
  }

  private static boolean headerFits(
      MappedFile volume, long at, byte[] name, byte[] mail, int deflated) {
    CRC32 crc = new CRC32();
    crc.update(mail);
    byte[] expected = ZipFormat.local(name, (int) crc.getValue(), deflated, mail.length);
    return volume.has(at, expected);
  }

  /** Where a number's line begins in the manifest. */
  long lineOffset(long number) {
    return places.getLong(Places.offset(index(number))) >>> 16;
  }

  /** The number of zip volumes. */
  int volumes() {
    return volumes.size();
  }

  /** Volume 1, 2… as bytes. */
  MappedFile volume(int volume) {
    return volumes.get(volume - 1);
  }

  private long index(long number) {
    if (number < statement.first() || number > statement.last()) {
      throw new IllegalArgumentException(
          "number %d not in %d…%d".formatted(number, statement.first(), statement.last()));
    }
    return number - statement.first();
  }

  private MappedFile map(String name) throws IOException {
    FileList.Entry entry = files.find(name);
    if (entry == null) {
      throw damaged(name + " is not in SHA256SUMS");
    }
    try (FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.READ)) {
      if (channel.size() != entry.bytes()) {
        throw damaged("%s has %d bytes, not %d".formatted(name, channel.size(), entry.bytes()));
      }
      return new MappedFile(channel, entry.bytes());
    }
  }

  private static byte[] small(Path file) throws IOException {
    if (Files.size(file) > TEXT_BYTES) {
      throw new ReleaseException(file.getFileName() + " is larger than 1 MiB.");
    }
    return Files.readAllBytes(file);
  }

  private ReleaseException damaged(String what) {
    return new ReleaseException(
        "Release %s is damaged: %s.".formatted(directory.getFileName(), what));
  }
}
