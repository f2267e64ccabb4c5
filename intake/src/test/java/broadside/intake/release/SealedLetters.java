package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import broadside.proof.history.History;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A publication of letters with custodians. Release 1 has the letters 1 to 3; the letters 4 and 5
 * wait, for {@link SealedTask#SEAL}.
 */
record SealedLetters(Letters letters, Custodians custodians) {
  /** The release that is sealed. */
  static final int NUMBER = 2;

  /** The number of its first letter. */
  static final long FIRST = 4;

  static SealedLetters create(Path directory) throws IOException, FormatException {
    Letters letters = Letters.create(directory.resolve("letters"));
    Custodians custodians = new Custodians(SealedTask.THRESHOLD + 1);
    custodians.appoint(letters.publication());
    letters.add(1, 2, 3);
    letters.release(ReleaseChoice.ALL);
    letters.add(4, 5);
    Files.createDirectory(SealedTask.notes(letters));
    return new SealedLetters(letters, custodians);
  }

  /** The same, of {@link #NUMBER}. */
  void writeNotes(Letters of) throws IOException {
    writeNotes(of, NUMBER);
  }

  /**
   * Writes what opening takes: a receipt, and shares of as many custodians as open the release.
   *
   * @param of the copy that was sealed
   */
  void writeNotes(Letters of, int number) throws IOException {
    Path notes = SealedTask.notes(of);
    SealedStatement seal =
        Objects.requireNonNull(history(of).sealedRelease(number)).sealed().statement();
    Files.write(notes.resolve("receipt-1"), custodians.receipt(seal, 1));
    for (int i = 1; i <= SealedTask.THRESHOLD; i++) {
      Files.write(
          notes.resolve("share-" + i),
          custodians.publish(seal, i, custodians.share(seal, i, of.publicDirectory())));
    }
  }

  /** A mirror beside the publication, which takes over the network what is new. */
  Letters mirror() throws IOException {
    Path mirror = letters.publication().resolveSibling("mirror");
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            letters.publicDirectory().toAbsolutePath(),
            OutputLevel.NONE);
    server.start();
    try {
      Upstream upstream = Upstream.of("http://127.0.0.1:" + server.getAddress().getPort());
      MirrorOptions options = MirrorOptions.of(mirror, List.of(upstream));
      assertThat(new Mirror(options).sync(CheckMonitor.NONE).faults()).isEmpty();
    } finally {
      server.stop(0);
    }
    return new Letters(mirror);
  }

  /** The encrypted files that lie in a public directory. */
  static List<Path> encrypted(Letters letters) throws IOException {
    try (Stream<Path> files = Files.list(letters.publicDirectory().resolve("sealed/" + NUMBER))) {
      return files.filter(file -> file.toString().endsWith(".age")).sorted().toList();
    }
  }

  static History history(Letters letters) throws IOException {
    return CheckedLog.open(new LogDirectory(letters.publicDirectory())).history();
  }
}
