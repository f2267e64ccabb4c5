package broadside.archive.mirror;

import broadside.archive.release.Durable;
import broadside.proof.release.FileList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one file whose size and hash are signed. What came before a cut is kept and gone on with;
 * what another began is thrown away before anybody is blamed for it.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link FetchException} for what an upstream did.
 */
final class FileDownload {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Fetcher fetcher;
  private final MirrorLimits limits;
  private final LongConsumer progress;
  private final String path;
  private final FileList.Entry entry;
  private final Path part;
  private final Path target;

  /** Who sent all of the part that is there, or null where that is not one alone. */
  private @Nullable Upstream sender;

  /**
   * A download.
   *
   * @param path below the public directory
   * @param part where it grows
   * @param target where it lies, on disk, once it is whole
   * @param progress is told of bytes that came
   */
  FileDownload(
      Fetcher fetcher,
      MirrorLimits limits,
      LongConsumer progress,
      String path,
      FileList.Entry entry,
      Path part,
      Path target) {
    this.fetcher = fetcher;
    this.limits = limits;
    this.progress = progress;
    this.path = path;
    this.entry = entry;
    this.part = part;
    this.target = target;
  }

  /** True where a file is there and is the one that is signed. */
  boolean isWhole(Path file) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == entry.bytes()
        && HexFormat.of().formatHex(hash(file).digest()).equals(entry.sha256());
  }

  /**
   * Brings the file from whoever has it; what lies there whole stays.
   *
   * @param first who is asked first
   * @return false where nobody has it
   */
  boolean bring(Sources sources, Upstream first) throws IOException {
    if (isWhole(target)) {
      return true;
    }
    Files.deleteIfExists(target);
    for (Upstream upstream : sources.beginningWith(first)) {
      try {
        from(upstream);
        return true;
      } catch (FetchException e) {
        sources.blame(upstream, e);
      }
    }
    return false;
  }

  /** Brings the file from one upstream. */
  void from(Upstream upstream) throws IOException {
    Durable.createDirectoryOf(part);
    Durable.createDirectoryOf(target);
    long furthest = come();
    for (int failures = 0; ; ) {
      try {
        if (receive(upstream)) {
          Durable.rename(part, target);
          return;
        }
        boolean isItsOwn = upstream.equals(sender);
        Files.delete(part);
        if (isItsOwn) {
          throw FetchException.forged("serves another %s than the one signed".formatted(path));
        }
        furthest = 0; // what another sent was bad: from now on all of it is its own
      } catch (FetchException e) {
        // One that begins anew each time comes no further, however much it sends.
        boolean isFurther = come() - furthest >= MirrorLimits.PROGRESS_BYTES;
        failures = isFurther ? 1 : failures + 1;
        furthest = Math.max(furthest, come());
        if (!e.isPassing() || failures > limits.retries()) {
          throw e;
        }
        fetcher.rest(failures);
      }
    }
  }

  /** Bytes that have to come, as far as sizes tell. */
  long missing() throws IOException {
    boolean isThere = Files.isRegularFile(target) && Files.size(target) == entry.bytes();
    return isThere ? 0 : Math.max(0, entry.bytes() - come());
  }

  /** Bytes of it that are there. */
  private long come() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** Receives what is missing; true where the whole is what is signed. */
  private boolean receive(Upstream upstream) throws IOException {
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long from = out.size();
      if (from > entry.bytes()) {
        out.truncate(0);
        from = 0;
      }
      Received received = new Received(out, from == 0 ? sha256() : hash(part));
      out.position(from);
      if (from == 0) {
        sender = upstream;
      } else if (!upstream.equals(sender)) {
        sender = null;
      }
      if (from < entry.bytes()) {
        fetcher.file(upstream, path, from, entry.bytes(), received);
      }
      if (received.restarted) {
        sender = upstream;
      }
      out.force(true);
      return HexFormat.of().formatHex(received.digest.digest()).equals(entry.sha256());
    }
  }

  private MessageDigest hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        fetcher.checkCancelled();
        digest.update(buffer, 0, n);
      }
    }
    return digest;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Writes and hashes. */
  private final class Received implements Fetcher.Sink {
    private final FileChannel out;
    private MessageDigest digest;
    private boolean restarted;

    Received(FileChannel out, MessageDigest digest) {
      this.out = out;
      this.digest = digest;
    }

    @Override
    public void restart() throws IOException {
      out.truncate(0);
      out.position(0);
      digest = sha256();
      restarted = true;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      digest.update(bytes, 0, length);
      progress.accept(length);
    }
  }
}
