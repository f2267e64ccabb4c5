package broadside.mail.message;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Collections of real and hostile mail beside the project; tests that need one say so. */
public final class Corpora {
  private Corpora() {}

  /** The file, or an aborted test where it is not there. */
  public static Path file(String name) {
    String given = System.getenv("BROADSIDE_CORPORA");
    String root = System.getProperty("broadside.root", ".");
    Path folder = given == null ? Path.of(root, "..", "shared", "corpora") : Path.of(given);
    Path file = folder.resolve(name);
    assumeTrue(Files.exists(file), "skipped: no " + name + "; set BROADSIDE_CORPORA");
    return file;
  }

  /** The wanted files of a tar.gz by path. */
  public static SortedMap<String, byte[]> files(String name, Predicate<String> wanted)
      throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (InputStream in = Files.newInputStream(file(name));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(in)))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        if (entry.isFile() && wanted.test(entry.getName())) {
          files.put(entry.getName(), tar.readAllBytes());
        }
        entry = tar.getNextEntry();
      }
    }
    return files;
  }
}
