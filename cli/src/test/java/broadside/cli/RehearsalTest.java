package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build does so that commands start faster. */
@Tag("slow")
class RehearsalTest {
  private static final Path STACK_MAPS =
      Path.of(System.getProperty("broadside.root"), "dev", "StackMaps.java");
  private static final int JAVA_7 = 51;

  @TempDir private Path scratch;

  @Test
  void verifiesAndMirrors() throws IOException, InterruptedException {
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    TestMails.tides(mails, 3);
    Path pub = scratch.resolve("pub");
    Command.ok("publish", mails, "--into", pub);
    Path mirrors = scratch.resolve("mirrors");

    String said = rehearse(0, pub, mirrors);

    assertThat(said.lines().filter("It holds."::equals)).hasSize(9);
    for (String mirror : List.of("0", "1", "2")) {
      assertThat(mirrors.resolve(mirror).resolve("public/checkpoint"))
          .hasSameBinaryContentAs(pub.resolve("public/checkpoint"));
    }
  }

  @Test
  void isNoRehearsalWhereACommandFails() throws IOException, InterruptedException {
    assertThat(rehearse(1, scratch.resolve("nowhere"), scratch.resolve("mirrors")))
        .contains("verify ended with ");
  }

  private String rehearse(int code, Object... args) throws IOException, InterruptedException {
    List<String> line = CommandProcess.line(List.of(), args);
    line.set(line.indexOf(Main.class.getName()), Rehearsal.class.getName());
    return CommandProcess.output(scratch, code, line);
  }

  @Test
  void givesClassesStackMaps() throws IOException, InterruptedException, ClassNotFoundException {
    Path library = library("picocli");
    Path made = Files.copy(library, scratch.resolve("picocli.jar"));

    giveStackMaps(made);

    assertThat(names(made)).isEqualTo(names(library));
    assertThat(versions(library)).anyMatch(version -> version < JAVA_7);
    assertThat(versions(made)).allMatch(version -> version >= JAVA_7);
    try (URLClassLoader classes =
        new URLClassLoader(
            new URL[] {made.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (String name : names(made)) {
        if (name.startsWith("picocli/") && name.endsWith(".class") && !name.contains("groovy")) {
          String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
          assertThat(Class.forName(type, true, classes).getClassLoader()).isSameAs(classes);
        }
      }
    }
  }

  @Test
  void leavesOtherClassesAsTheyAre() throws IOException, InterruptedException {
    Path made = Files.copy(library("jackson-core"), scratch.resolve("jackson.jar"));
    List<byte[]> before = contents(made);

    giveStackMaps(made);

    assertThat(contents(made)).usingRecursiveComparison().isEqualTo(before);
  }

  private void giveStackMaps(Path library) throws IOException, InterruptedException {
    List<String> line = List.of(CommandProcess.JAVA, STACK_MAPS.toString(), library.toString());
    String said = CommandProcess.output(scratch, 0, line);
    assertThat(said).isEmpty();
  }

  private static Path library(String name) {
    return Arrays.stream(CommandProcess.CLASS_PATH.split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(file -> String.valueOf(file.getFileName()).startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(Path library) throws IOException {
    try (ZipFile zip = new ZipFile(library.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  private static List<byte[]> contents(Path library) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (ZipFile zip = new ZipFile(library.toFile())) {
      for (String name : names(library)) {
        contents.add(zip.getInputStream(zip.getEntry(name)).readAllBytes());
      }
    }
    return contents;
  }

  /** Versions of the classes of a library. */
  private static List<Integer> versions(Path library) throws IOException {
    List<Integer> versions = new ArrayList<>();
    for (byte[] content : contents(library)) {
      if (content.length > 8 && ByteBuffer.wrap(content).getInt() == 0xcafebabe) {
        versions.add((int) ByteBuffer.wrap(content).getShort(6));
      }
    }
    return versions;
  }
}
