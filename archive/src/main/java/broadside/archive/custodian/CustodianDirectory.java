package broadside.archive.custodian;

import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A custodian's directory: {@code custodian.key}, with which it signs and decrypts; {@code
 * custodian}, whom it asks for which publication; and beside them a mirror that holds the log and
 * what is sealed.
 *
 * @param publication its identity as the custodian knows it, or null to believe the first one seen
 * @param upstreams in the order in which they are asked, at least one
 */
public record CustodianDirectory(
    Path path, @Nullable String publication, List<Upstream> upstreams) {
  private static final String FILE = "custodian";
  private static final String KEY = "custodian.key";
  private static final String HEAD = "broadside/v1 custodian";
  private static final int FILE_BYTES = 1 << 16;

  public CustodianDirectory {
    upstreams = List.copyOf(upstreams);
    if (upstreams.isEmpty() || upstreams.stream().distinct().count() < upstreams.size()) {
      throw new IllegalArgumentException("upstreams are named once each, and at least one");
    }
  }

  /**
   * Makes the directory, for its owner alone; the key is not made. One that holds nothing but a key
   * is made around that key, which may have come from a copy.
   *
   * @throws ReleaseException where it is a custodian's already
   */
  public static CustodianDirectory create(
      Path path, @Nullable String publication, List<Upstream> upstreams) throws IOException {
    if (Files.exists(path.resolve(FILE)) && Files.exists(path.resolve(KEY))) {
      throw new ReleaseException(
          path + " is a custodian's directory already; its key serves for any number of releases.");
    }
    if (!Files.isDirectory(path)) {
      Durable.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
    return new CustodianDirectory(path, publication, upstreams).write();
  }

  /**
   * The directory as it is.
   *
   * @throws ReleaseException where it is no custodian's
   */
  public static CustodianDirectory open(Path path) throws IOException {
    Path file = path.resolve(FILE);
    if (!Files.exists(file)) {
      throw ReleaseException.missing(
          path + " is no custodian's directory; broadside custodian init makes one.");
    }
    try {
      if (Files.size(file) > FILE_BYTES) {
        throw new FormatException("it has more than 64 KiB");
      }
      return parse(path, SignedText.decode(Files.readAllBytes(file)));
    } catch (FormatException e) {
      throw new ReleaseException("%s cannot be read: %s.".formatted(file, e.getMessage()));
    }
  }

  /** The same, which asks others from now on. */
  public CustodianDirectory asking(List<Upstream> others) throws IOException {
    return new CustodianDirectory(path, publication, others).write();
  }

  /** The key's file. */
  public Path key() {
    return path.resolve(KEY);
  }

  /** What is held of the publication. */
  public Path publicDirectory() {
    return path.resolve("public");
  }

  /**
   * How its copy is kept: without open releases, so that what is withdrawn from them is no matter
   * of the custodian's.
   */
  public MirrorOptions mirror(Clock clock) {
    return MirrorOptions.of(path, upstreams)
        .withPublication(publication)
        .withReleases(false)
        .withWithdrawals(MirrorOptions.EVERY_WITHDRAWAL)
        .withRenewal(true)
        .withClock(clock);
  }

  /** The text of the file {@code custodian}. */
  String print() {
    StringBuilder text = new StringBuilder(256).append(HEAD);
    text.append("\npublication ").append(publication == null ? "-" : publication).append('\n');
    upstreams.forEach(u -> text.append("upstream ").append(u).append('\n'));
    return text.toString();
  }

  /** The inverse of {@link #print()}. */
  static CustodianDirectory parse(Path path, String text) throws FormatException {
    Fields fields = new Fields(SignedText.lines(text));
    if (!fields.line().equals(HEAD)) {
      throw new FormatException("it does not begin with \"" + HEAD + "\"");
    }
    String publication = fields.orDash("publication");
    if (publication != null && !SignedText.isHash(publication)) {
      throw new FormatException("no identity of a publication: " + publication);
    }
    try {
      List<Upstream> upstreams = new ArrayList<>();
      fields.all("upstream").forEach(address -> upstreams.add(Upstream.of(address)));
      fields.end();
      return new CustodianDirectory(path, publication, upstreams);
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
  }

  private CustodianDirectory write() throws IOException {
    Durable.replace(path.resolve(FILE), print().getBytes(StandardCharsets.UTF_8));
    return this;
  }
}
