import com.github.luben.zstd.util.ZstdVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Takes the native libraries of this machine out of their jars, SQLite and zstd. A command that does so itself does it at each
 * start, in the directory for temporary files: a hardened machine lets no program start from there, and where the command is
 * killed they stay.
 *
 * <p>Usage, with both on the class path: {@code java NativeLibraries.java DIRECTORY}. Where it fails, each command does it.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    String name = LibraryLoaderUtil.getNativeLibName();
    take(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name, directory.resolve(name));
    boolean isMac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    String zstd = "libzstd-jni-" + ZstdVersion.VERSION + (isMac ? ".dylib" : ".so");
    String place = "/" + (isMac ? "darwin" : "linux") + "/" + System.getProperty("os.arch") + "/";
    take(place + zstd, directory.resolve(zstd));
  }

  private static void take(String resource, Path file) throws IOException {
    try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("No library of this machine: " + resource);
      }
      Files.copy(library, file);
    }
  }
}
