package broadside.archive.release;

import broadside.proof.merkle.MerkleTree;
import broadside.proof.release.FileList;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.ReleaseStatement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes a release aside, for its owner to rename into place: everything but {@code index/}, which
 * must lie in the directory before {@link #finish()}.
 *
 * <p>The same calls give the same bytes.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> does not grow with the release.
 */
public final class ReleaseWriter implements Closeable {
  private final Path directory;
  private final ReleaseHeading heading;
  private final MerkleTree.RootBuilder root = new MerkleTree.RootBuilder();
  private final HashedFile manifest;
  private final HashedFile keys;
  private final HashedFile aliases;
  private final MailFiles mails;
  private long published;
  private long redacted;
  private long withheld;

  private ReleaseWriter(Path directory, ReleaseHeading heading, long volumeBytes)
      throws IOException {
    this.directory = directory;
    this.heading = heading;
    this.manifest = HashedFile.create(directory, ReleaseFiles.MANIFEST);
    this.keys = HashedFile.create(directory, ReleaseFiles.KEYS);
    this.aliases = HashedFile.create(directory, ReleaseFiles.ALIASES);
    this.mails = new MailFiles(directory, volumeBytes);
  }

  /** A writer into {@code directory}, which it creates. */
  public static ReleaseWriter create(Path directory, ReleaseHeading heading) throws IOException {
    return create(directory, heading, ZipFormat.VOLUME_BYTES);
  }

  static ReleaseWriter create(Path directory, ReleaseHeading heading, long volumeBytes)
      throws IOException {
    Files.createDirectory(directory);
    return new ReleaseWriter(directory, heading, volumeBytes);
  }

  /**
   * Adds the next number, with its mail.
   *
   * @param line published or redacted
   * @param salt of the commitment to {@code mail}
   */
  public MailPlace add(ManifestLine line, byte[] salt, DeflatedMail mail) throws IOException {
    switch (line) {
      case ManifestLine.Published p -> published++;
      case ManifestLine.Redacted r -> redacted++;
      case ManifestLine.Withheld w ->
          throw new IllegalArgumentException("number " + w.number() + " is withheld");
    }
    byte[] bytes = next(line);
    MailPlace place = mails.add(line.number(), manifest.bytes(), salt, mail);
    append(bytes);
    return place;
  }

  /** Adds the next number, which has no mail. */
  public void add(ManifestLine.Withheld line) throws IOException {
    withheld++;
    addWithoutMail(line);
  }

  /**
   * Adds the next number, whose mail was taken back after its release: the line stays as it was.
   */
  public void addWithdrawn(ManifestLine line) throws IOException {
    addWithoutMail(line);
  }

  private void addWithoutMail(ManifestLine line) throws IOException {
    byte[] bytes = next(line);
    mails.addNothing(manifest.bytes());
    append(bytes);
  }

  /** Adds a pair of thread keys that this release joins. */
  public void add(ThreadAlias alias) throws IOException {
    aliases.write((alias.print() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds a line of its file {@code keys}. */
  public void addKey(String line) throws IOException {
    keys.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Completes and syncs the directory. */
  public ReleaseStatement finish() throws IOException {
    byte[] list = finishFiles();
    ReleaseStatement statement = statement(list);
    Durable.write(directory.resolve(ReleaseFiles.STATEMENT), statement.encode());
    Durable.sync(directory);
    return statement;
  }

  /**
   * Completes a directory that takes the place of a release's, whose statement stays.
   *
   * @param signed the release's statement, as the log has it
   * @return the bytes of the new {@code SHA256SUMS}
   */
  public byte[] finish(byte[] signed) throws IOException {
    Durable.write(directory.resolve(ReleaseFiles.STATEMENT), signed);
    return finishFiles();
  }

  /** The list comes last, once all that was written before it is on disk: it says what is whole. */
  private byte[] finishFiles() throws IOException {
    List<FileList.Entry> files = new ArrayList<>(mails.finish());
    for (HashedFile file : List.of(manifest, keys, aliases)) {
      files.add(file.finish());
    }
    files.addAll(index());
    files.sort(Comparator.comparing(FileList.Entry::name));
    byte[] list = new FileList(files).encode();
    Durable.sync(directory);
    Durable.write(directory.resolve(ReleaseFiles.LIST), list);
    Durable.sync(directory);
    return list;
  }

  /** Closes the files; what was not finished is of no use. */
  @Override
  public void close() throws IOException {
    for (Closeable file : List.of(manifest, keys, aliases, mails)) {
      file.close();
    }
  }

  /** The bytes of a line, which must be the next one's. */
  private byte[] next(ManifestLine line) {
    long expected = heading.first() + root.size();
    if (line.number() != expected) {
      throw new IllegalArgumentException("number " + line.number() + ", not " + expected);
    }
    return line.print().getBytes(StandardCharsets.UTF_8);
  }

  private void append(byte[] line) throws IOException {
    root.add(MerkleTree.leaf(line));
    manifest.write(line);
    manifest.write(new byte[] {'\n'});
  }

  private List<FileList.Entry> index() throws IOException {
    Path index = directory.resolve(ReleaseFiles.INDEX);
    List<FileList.Entry> files = new ArrayList<>();
    if (Files.isDirectory(index)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(index)) {
        for (Path file : all) {
          files.add(hashed(ReleaseFiles.INDEX + "/" + file.getFileName(), file));
        }
      }
      Durable.sync(index);
    }
    return files;
  }

  private static FileList.Entry hashed(String name, Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), HashedFile.sha256())) {
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        bytes += n;
      }
      return new FileList.Entry(
          name, bytes, HexFormat.of().formatHex(in.getMessageDigest().digest()));
    }
  }

  private ReleaseStatement statement(byte[] list) {
    return new ReleaseStatement(
        heading.publication(),
        heading.policy(),
        heading.number(),
        heading.previous(),
        heading.title(),
        heading.first(),
        published,
        redacted,
        withheld,
        HexFormat.of().formatHex(root.root()),
        list.length,
        HexFormat.of().formatHex(HashedFile.sha256().digest(list)),
        heading.about(),
        heading.time());
  }
}
