package broadside.archive.sealed;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReport;
import broadside.archive.release.TakenBack;
import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Parts;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Opens a sealed release. Each part is compared with the seal before anything of it is decrypted.
 * Of the tar in them one form is accepted: each header is known before it is read, by what came
 * before it, so that nothing in it chooses a name, a size or a place.
 *
 * <p><b>Threads:</b> one, and those of {@link ReleaseCheck}. <b>Memory:</b> does not grow with the
 * release. <b>Failures:</b> {@link ReleaseException}; nothing is left then.
 */
public final class SealReader {
  private static final int BUFFER_BYTES = 1 << 18;

  private final SealedStatement seal;
  private final List<SealedStatement.Part> parts;
  private final List<Long> sizes;

  /** A reader of parts that are cut otherwise than the seal says. */
  SealReader(SealedStatement seal, List<SealedStatement.Part> parts, List<Long> sizes) {
    this.seal = seal;
    this.parts = parts;
    this.sizes = sizes;
  }

  /**
   * What was sealed.
   *
   * @param directory of the release, complete and checked
   * @param salt of the seal's commitment, in hex
   */
  public record Opened(Path directory, ReleaseStatement release, String salt) {}

  /** A reader of what this statement seals. */
  public static SealReader of(SealedStatement seal) {
    return new SealReader(seal, seal.parts(), Parts.cut(seal.step()));
  }

  /**
   * Compares the parts with the seal, which takes no identity.
   *
   * @throws ReleaseException which names the first that is missing or another
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public void check(Path directory, CheckMonitor monitor) throws IOException {
    PartsReader.check(directory, parts, monitor);
  }

  /**
   * Decrypts the release, and checks all of it.
   *
   * @param directory where the parts lie
   * @param aside does not exist yet: it is made, and the release is written into it, below its
   *     number
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public Opened open(Path directory, AgeIdentity identity, Path aside, CheckMonitor monitor)
      throws IOException {
    if (!identity.recipient().equals(seal.recipient())) {
      throw refused("the identity is not the one that it is encrypted to");
    }
    monitor.expect(parts.stream().mapToLong(SealedStatement.Part::bytes).sum());
    monitor.expect(sizes.stream().mapToLong(Long::longValue).sum());
    check(directory, monitor);
    Files.createDirectory(aside);
    boolean isWhole = false;
    try (PartsReader in = new PartsReader(directory, sizes, identity)) {
      Opened opened = new Extraction(in, aside, monitor).run();
      isWhole = true;
      return opened;
    } finally {
      if (!isWhole) {
        Durable.deleteTree(aside);
      }
    }
  }

  private ReleaseException refused(String why) {
    return new ReleaseException(
        "Sealed release %d cannot be opened: %s.".formatted(seal.number(), why));
  }

  /** One run over the tar. */
  private final class Extraction {
    private final PartsReader in;
    private final Path target;
    private final CheckMonitor monitor;
    private final byte[] header = new byte[TarFormat.BLOCK];
    private final byte[] buffer = new byte[BUFFER_BYTES];

    Extraction(PartsReader in, Path aside, CheckMonitor monitor) {
      this.in = in;
      this.target = aside.resolve(Integer.toString(seal.number()));
      this.monitor = monitor;
    }

    Opened run() throws IOException {
      long step = in.left();
      byte[] salt = small(SealedTar.SALT, Commitment.SALT_BYTES);
      byte[] text = statement();
      ReleaseStatement release = checked(text, salt);
      if (release.filesBytes() > SealedTar.TEXT_BYTES) {
        throw refused("its SHA256SUMS is larger than 1 MiB");
      }
      SealedTar tar = SealedTar.of(release, small(FileList.FILE, (int) release.filesBytes()));
      if (Parts.step(tar.bytes()) != step) {
        throw refused("its files make %d bytes, and its parts %d".formatted(tar.bytes(), step));
      }
      Files.createDirectory(target);
      write(SignedStatement.FILE, text);
      write(FileList.FILE, tar.list());
      Set<String> hashed = new HashSet<>();
      for (FileList.Entry file : tar.files().files()) {
        copy(file);
        hashed.add(file.name());
      }
      zeros(in.left(), "its padding");
      sync();
      ReleaseReport report = ReleaseCheck.check(target, TakenBack.NOTHING, hashed, monitor);
      if (!report.isWhole()) {
        throw new ReleaseException(report.damages().getFirst());
      }
      return new Opened(target, release, HexFormat.of().formatHex(salt));
    }

    private void read(byte[] into, int length) throws IOException {
      in.read(into, length);
      monitor.progress(length);
    }

    private ReleaseStatement checked(byte[] text, byte[] salt) throws IOException {
      try {
        ReleaseStatement release = SealedTar.statement(text);
        seal.check(release, salt);
        return release;
      } catch (FormatException e) {
        throw refused("it holds " + e.getMessage());
      }
    }

    /** The statement, whose size only its header says. */
    private byte[] statement() throws IOException {
      read(header, header.length);
      long bytes = TarFormat.bytes(header);
      if (bytes < 0 || bytes > SealedTar.TEXT_BYTES) {
        throw refused("its statement is larger than 1 MiB");
      }
      compare(SignedStatement.FILE, bytes);
      return content(SignedStatement.FILE, (int) bytes);
    }

    private byte[] small(String name, int bytes) throws IOException {
      read(header, header.length);
      compare(name, bytes);
      return content(name, bytes);
    }

    private byte[] content(String name, int bytes) throws IOException {
      byte[] content = new byte[bytes];
      read(content, bytes);
      zeros(TarFormat.filling(bytes), "what follows " + name);
      return content;
    }

    private void compare(String name, long bytes) throws IOException {
      if (Arrays.equals(header, TarFormat.header(name, bytes))) {
        return;
      }
      String found = TarFormat.name(header);
      if (found.isEmpty()) {
        throw refused("it ends where " + name + " belongs");
      }
      throw refused(
          found.equals(name)
              ? "the header of %s is not that of a plain file of %d bytes".formatted(name, bytes)
              : "it holds %s where %s belongs".formatted(found, name));
    }

    private void copy(FileList.Entry file) throws IOException {
      read(header, header.length);
      compare(file.name(), file.bytes());
      Path path = target.resolve(file.name());
      if (file.name().contains("/")) {
        Durable.createDirectoryOf(path);
      }
      try (NewFile out = NewFile.create(path)) {
        for (long left = file.bytes(); left > 0; ) {
          monitor.checkCancelled();
          int n = (int) Math.min(left, buffer.length);
          read(buffer, n);
          left -= out.write(ByteBuffer.wrap(buffer, 0, n));
        }
        if (!out.part().sha256().equals(file.sha256())) {
          throw refused(file.name() + " has another SHA-256 than SHA256SUMS says");
        }
      }
      zeros(TarFormat.filling(file.bytes()), "what follows " + file.name());
    }

    private void write(String name, byte[] content) throws IOException {
      Durable.write(target.resolve(name), content);
    }

    private void zeros(long bytes, String what) throws IOException {
      for (long left = bytes; left > 0; ) {
        monitor.checkCancelled();
        int n = (int) Math.min(left, buffer.length);
        read(buffer, n);
        for (int i = 0; i < n; i++) {
          if (buffer[i] != 0) {
            throw refused(what + " is not of zeros");
          }
        }
        left -= n;
      }
    }

    private void sync() throws IOException {
      Path index = target.resolve("index");
      if (Files.isDirectory(index)) {
        Durable.sync(index);
      }
      Durable.sync(target);
      Durable.sync(Durable.directoryOf(target));
    }
  }
}
