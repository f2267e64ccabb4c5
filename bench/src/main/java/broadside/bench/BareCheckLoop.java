package broadside.bench;

import broadside.proof.release.Commitment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Hashes every file of a release, inflates every mail of {@code mail.zip} and hashes its
 * commitment, on two threads, and compares nothing: no manifest, no statement, no log. Prints the
 * number of mails.
 *
 * <p>Argument: the release's directory.
 */
public final class BareCheckLoop {
  private static final int THREADS = 2;
  private static final int PIECE = 512;
  private static final int PLACE_BYTES = 16;

  private BareCheckLoop() {}

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Path release = Path.of(args[0]);
    ByteBuffer places = map(release.resolve("places"));
    ByteBuffer salts = map(release.resolve("salts"));
    MappedByteBuffer zip = map(release.resolve("mail.zip"));
    int count = salts.capacity() / Commitment.SALT_BYTES;
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Stream<Path> files = Files.walk(release)) {
      // The largest first, so that no thread is left alone with it.
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparingLong(BareCheckLoop::size).reversed())
              .toList()) {
        all.add(threads.submit(() -> hash(file)));
      }
      for (int from = 0; from < count; from += PIECE) {
        int first = from;
        int last = Math.min(count, from + PIECE);
        all.add(threads.submit(() -> inflate(places, salts, zip, first, last)));
      }
      int mails = 0;
      for (Future<Integer> one : all) {
        mails += one.get();
      }
      System.out.println(mails);
    }
  }

  private static int hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    digest.digest();
    return 0;
  }

  private static int inflate(
      ByteBuffer places, ByteBuffer salts, ByteBuffer zip, int first, int last)
      throws DataFormatException {
    Inflater inflater = new Inflater(true);
    int mails = 0;
    for (int i = first; i < last; i++) {
      int offset = places.getInt(i * PLACE_BYTES + 8);
      int deflated = places.getInt(i * PLACE_BYTES + 12);
      if ((places.getLong(i * PLACE_BYTES) & 0xffff) != 1) {
        continue;
      }
      // The local header has the size, at the place that every local header of a release has.
      int header = offset - 30 - "000000001.eml".length();
      byte[] mail = new byte[zip.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(header + 22)];
      inflater.reset();
      inflater.setInput(zip.slice(offset, deflated));
      for (int at = 0; at < mail.length; ) {
        int n = inflater.inflate(mail, at, mail.length - at);
        if (n == 0) {
          throw new DataFormatException("mail " + i);
        }
        at += n;
      }
      byte[] salt = new byte[Commitment.SALT_BYTES];
      salts.get(i * Commitment.SALT_BYTES, salt);
      mails += Commitment.toMail(salt, mail).length / Commitment.SALT_BYTES;
    }
    inflater.end();
    return mails;
  }

  private static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
