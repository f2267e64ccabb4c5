import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a library the stack maps that classes have since Java 6; not an instruction is changed. The virtual
 * machine verifies classes without them slowly, and keeps none of them in a cache.
 *
 * <p>Usage: {@code java StackMaps.java LIBRARY.jar}, which is replaced.
 */
final class StackMaps {
  /** The first version whose classes are verified by their stack maps alone. */
  private static final int JAVA_7 = 51;

  private StackMaps() {}

  public static void main(String[] args) throws IOException {
    Path library = Path.of(args[0]);
    Path made = library.resolveSibling(library.getFileName() + ".new");
    try (URLClassLoader classes = new URLClassLoader(new URL[] {library.toUri().toURL()});
        ZipInputStream in = new ZipInputStream(Files.newInputStream(library));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
      ClassHierarchyResolver hierarchy =
          ClassHierarchyResolver.ofResourceParsing(classes).orElse(ClassHierarchyResolver.defaultResolver());
      ClassFile format =
          ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(entry.getName().endsWith(".class") ? withStackMaps(format, in) : in.readAllBytes());
      }
    }
    Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] withStackMaps(ClassFile format, InputStream in) throws IOException {
    byte[] bytes = in.readAllBytes();
    ClassModel old = format.parse(bytes);
    if (old.majorVersion() >= JAVA_7) {
      return bytes;
    }
    return format.transformClass(
        old,
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
            .andThen(
                (made, element) ->
                    made.with(element instanceof ClassFileVersion ? ClassFileVersion.of(JAVA_7, 0) : element)));
  }
}
