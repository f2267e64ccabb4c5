package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.ByteCount;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.release.FileList;
import broadside.proof.sealed.Parts;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SealReaderTest {
  private static final int BLOCK = TarFormat.BLOCK;
  private static final String HASH = "0".repeat(64);

  @TempDir Path directory;
  private SealSample sample;
  private Path parts;
  private Path aside;
  private SealedFiles files;

  @BeforeEach
  void seal() throws IOException, FormatException {
    sample = SealSample.in(directory);
    parts = Files.createDirectory(directory.resolve("parts"));
    aside = directory.resolve("aside");
    files = sample.write(parts, SealSample.CUT);
  }

  private void refuses(List<SealedStatement.Part> said, String why) throws IOException {
    Set<String> before = SealSample.names(directory);
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> sample.open(parts, said, SealSample.CUT, aside))
        .withMessageContaining(why);
    assertThat(SealSample.names(directory)).isEqualTo(before);
  }

  @Test
  void aChangedByteIsFoundBeforeAnythingIsDecrypted() throws IOException {
    for (int part = 1; part <= 3; part++) {
      Path file = parts.resolve("part-" + part + ".age");
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at += whole.length / 3) {
        byte[] changed = whole.clone();
        changed[at] ^= 4;
        Files.write(file, changed);
        refuses(files.parts(), file + " has another SHA-256");
      }
      Files.write(file, whole);
    }
  }

  @Test
  void saysHowManyBytesItWillRead() throws IOException {
    ByteCount count = new ByteCount();
    SealReader reader =
        new SealReader(sample.seal(sample.statement, files.parts()), files.parts(), SealSample.CUT);
    SealReader.Opened _ = reader.open(parts, sample.identity, aside, count);
    assertThat(count.told())
        .isEqualTo(
            files.parts().stream().mapToLong(SealedStatement.Part::bytes).sum()
                + SealSample.CUT.stream().mapToLong(Long::longValue).sum());
  }

  /** The seal says what the changed file is: age must find it. */
  @Test
  void aChangedByteIsFoundByAge() throws IOException {
    Path file = parts.resolve("part-1.age");
    byte[] whole = Files.readAllBytes(parts.resolve("part-2.age"));
    byte[] plain = new byte[9001];
    for (int at = 0; at < whole.length; at += at < 250 ? 1 : 97) {
      byte[] changed = whole.clone();
      changed[at] ^= 4;
      Files.write(file, changed);
      assertThatExceptionOfType(ReleaseException.class)
          .as("byte %d", at)
          .isThrownBy(() -> {
            try (PartsReader in = new PartsReader(parts, List.of(9001L), sample.identity)) {
              in.read(plain, plain.length);
            }
          })
          .withMessage("part-1.age is no age file that this identity decrypts, or it was changed.");
    }
  }

  @Test
  void aPartOfAnotherSizeThanItIsCutToIsRefused() throws IOException {
    for (int size : List.of(8999, 9000, 9002)) {
      assertThatExceptionOfType(ReleaseException.class)
          .isThrownBy(() -> {
            List<Long> sizes = List.of(700L, (long) size);
            try (PartsReader in = new PartsReader(parts, sizes, sample.identity)) {
              in.read(new byte[700 + size], 700 + size);
            }
          })
          .withMessage(
              "part-2.age holds %s than its part of the release.", size < 9001 ? "more" : "less");
    }
  }

  @Test
  void aPartThatIsCutOffIsRefused() throws IOException {
    Path file = parts.resolve("part-3.age");
    byte[] whole = Files.readAllBytes(file);
    int chunk = (1 << 16) + 16;
    int body = whole.length % chunk;
    for (int length : List.of(0, 100, 216, body, body + chunk, whole.length - 1)) {
      byte[] changed = Arrays.copyOf(whole, length);
      Files.write(file, changed);
      refuses(files.parts(), file + " has " + length + " bytes");
      refuses(with(3, changed), "part-3.age is no age file");
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    Files.write(file, longer);
    refuses(with(3, longer), "part-3.age is no age file");
  }

  private List<SealedStatement.Part> with(int part, byte[] content) {
    List<SealedStatement.Part> said = new ArrayList<>(files.parts());
    said.set(part - 1, new SealedStatement.Part(content.length, SignedText.sha256Hex(content)));
    return said;
  }

  @Test
  void aMissingPartIsNamed() throws IOException {
    Files.delete(parts.resolve("part-2.age"));
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> sample.open(parts, files.parts(), SealSample.CUT, aside))
        .withMessage(parts.resolve("part-2.age") + " is missing.")
        .matches(ReleaseException::isMissing);
  }

  @Test
  void aPartOfAnotherSealIsRefused() throws IOException {
    Path others = Files.createDirectory(directory.resolve("others"));
    SealedFiles other = sample.write(others, SealSample.CUT);
    byte[] part = Files.readAllBytes(others.resolve("part-2.age"));
    Files.write(parts.resolve("part-2.age"), part);
    assertThat((long) part.length).isEqualTo(files.parts().get(1).bytes());
    refuses(files.parts(), "part-2.age has another SHA-256");
    assertThat(other.parts()).isNotEqualTo(files.parts());
  }

  @Test
  void partsInAnotherOrderAreRefused() throws IOException {
    byte[] first = Files.readAllBytes(parts.resolve("part-1.age"));
    byte[] second = Files.readAllBytes(parts.resolve("part-2.age"));
    Files.write(parts.resolve("part-1.age"), second);
    Files.write(parts.resolve("part-2.age"), first);
    List<SealedStatement.Part> said = List.of(files.parts().get(1), files.parts().get(0));
    refuses(List.of(said.get(0), said.get(1), files.parts().get(2)), "where salt belongs");
  }

  @Test
  void aStoppedOpeningLeavesNothing() throws IOException {
    Set<String> before = SealSample.names(directory);
    for (int calls : List.of(1, 40, 70, 75, 80, 100, 125)) {
      AtomicInteger left = new AtomicInteger(calls);
      CheckMonitor monitor =
          new CheckMonitor() {
            @Override
            public boolean isCancelled() {
              return left.decrementAndGet() <= 0;
            }

            @Override
            public void progress(long bytes) {}
          };
      SealedStatement seal = sample.seal(sample.statement, files.parts());
      SealReader reader = new SealReader(seal, files.parts(), SealSample.CUT);
      assertThatExceptionOfType(InterruptedIOException.class)
          .as("stopped at the question %d", calls)
          .isThrownBy(() -> reader.open(parts, sample.identity, aside, monitor));
      assertThat(SealSample.names(directory)).isEqualTo(before);
    }
  }

  @Test
  void whatLiesThereAlreadyStays() throws IOException {
    Files.createDirectory(aside);
    Files.writeString(aside.resolve("other"), "x");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> sample.open(parts, files.parts(), SealSample.CUT, aside));
    assertThat(aside.resolve("other")).hasContent("x");
  }

  @Test
  void anotherIdentityIsRefused() {
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() ->
            SealReader.of(sample.seal(files))
                .open(parts, sample.ages.getFirst(), aside, CheckMonitor.NONE))
        .withMessage(
            "Sealed release 1 cannot be opened: the identity is not the one that it is encrypted"
                + " to.");
  }

  private void refusesTar(ReleaseStatement of, byte[] tar, String why) throws IOException {
    Path hostile = Files.createDirectory(directory.resolve("hostile"));
    List<SealedStatement.Part> said = sample.encrypt(tar, hostile);
    Set<String> before = SealSample.names(directory);
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() ->
            new SealReader(sample.seal(of, said), said, List.of((long) tar.length))
                .open(hostile, sample.identity, aside, CheckMonitor.NONE))
        .withMessageContaining(why);
    assertThat(SealSample.names(directory)).isEqualTo(before);
    Durable.deleteTree(hostile);
  }

  private void refusesChange(Consumer<byte[]> change, String why) throws IOException {
    byte[] tar = sample.plaintext(parts, SealSample.CUT);
    change.accept(tar);
    refusesTar(sample.statement, tar, why);
  }

  private static void header(byte[] tar, int at, String name, long bytes) {
    System.arraycopy(TarFormat.header(name, bytes), 0, tar, at, BLOCK);
  }

  /** Where the header of a file lies. */
  private int at(byte[] tar, String name) {
    for (int at = 0; at < tar.length; at += BLOCK) {
      if (TarFormat.name(Arrays.copyOfRange(tar, at, at + BLOCK)).equals(name)
          && TarFormat.bytes(Arrays.copyOfRange(tar, at, at + BLOCK)) >= 0) {
        return at;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void nothingInTheTarChoosesANameOrASize() throws IOException {
    refusesChange(t -> header(t, 0, "sale", 32), "it holds sale where salt belongs");
    refusesChange(t -> header(t, 0, "salt", 33), "the header of salt is not that of a plain file");
    refusesChange(t -> t[BLOCK + 5] ^= 1, "a release that is not the sealed one");
    refusesChange(t -> t[BLOCK + 40] = 1, "what follows salt is not of zeros");
    int statement = 2 * BLOCK;
    refusesChange(
        t -> header(t, statement, "statement", 1 << 30), "its statement is larger than 1 MiB");
    refusesChange(t -> header(t, statement, "statement", 0), "The statement of a release");
    refusesChange(t -> t[statement + BLOCK] ^= 1, "The statement of a release");
    for (String name :
        List.of("../manifest", "/etc/passwd", "index/../../x", "manifest\n", "a\u0001b", "keys")) {
      refusesChange(
          t -> header(t, at(t, "manifest"), name, 1),
          "it holds " + name.replaceAll("[^!-~]", "?") + " where manifest belongs");
    }
    refusesChange(
        t -> header(t, at(t, "manifest"), "manifest", TarFormat.FILE_BYTES),
        "the header of manifest is not that of a plain file");
    refusesChange(t -> t[at(t, "SHA256SUMS") + BLOCK] ^= 1, "SHA256SUMS is not the one");
    refusesChange(t -> t[at(t, "manifest") + BLOCK] ^= 1, "manifest has another SHA-256");
    refusesChange(
        t -> Arrays.fill(t, at(t, "salts"), t.length, (byte) 0), "it ends where salts belongs");
    refusesChange(t -> t[t.length - 1] = 1, "its padding is not of zeros");
    refusesChange(t -> header(t, at(t, "salts") + TarFormat.END_BYTES + 4 * BLOCK, "more", 0), "");
  }

  /** Links, devices, directories, owners, modes, times, extensions. */
  @Test
  void noOtherHeaderIsAccepted() throws IOException {
    for (int field : List.of(100, 108, 136, 148, 156, 157, 257, 265, 345, 511)) {
      refusesChange(
          t -> t[at(t, "manifest") + field] ^= 3,
          "the header of manifest is not that of a plain file");
    }
  }

  @Test
  void theListIsNotTrusted() throws IOException {
    refusesList("# 1 salt\n" + HASH + "  salt\n", "salt of 1 bytes cannot be one of its files");
    refusesList("# 1 statement\n" + HASH + "  statement\n", "statement of 1 bytes cannot be");
    refusesList("# 1 ../x\n" + HASH + "  ../x\n", "no file and size");
    refusesList("# 1 ..\n" + HASH + "  ..\n", "no name of a release's file");
    refusesList("# 1 a\n" + HASH + "  a\n# 1 a\n" + HASH + "  a\n", "files not in order");
    refusesList("# 1 index\n" + HASH + "  index\n", "index of 1 bytes cannot be one of its files");
    String name = "a".repeat(101);
    refusesList("# 1 " + name + "\n" + HASH + "  " + name + "\n", "cannot be one of its files");
    refusesList("# 999999999999999999 a\n" + HASH + "  a\n", "cannot be one of its files");
    refusesList("# 99999999 a\n" + HASH + "  a\n", "and its parts " + Parts.LEAST);
  }

  private void refusesList(String list, String why) throws IOException {
    ReleaseStatement s = sample.statement;
    byte[] bytes = SealSample.ascii(list);
    ReleaseStatement of =
        new ReleaseStatement(
            s.publication(),
            s.policy(),
            s.number(),
            s.previous(),
            s.title(),
            s.first(),
            s.published(),
            s.redacted(),
            s.withheld(),
            s.root(),
            bytes.length,
            SignedText.sha256Hex(bytes),
            s.about(),
            s.time());
    refusesTar(of, tar(of, bytes), why);
  }

  private byte[] tar(ReleaseStatement of, byte[] list) {
    ByteBuffer tar = ByteBuffer.allocate((int) Parts.LEAST);
    put(tar, "salt", sample.salt);
    put(tar, "statement", of.encode());
    put(tar, FileList.FILE, list);
    return tar.array();
  }

  private static void put(ByteBuffer tar, String name, byte[] content) {
    tar.put(TarFormat.header(name, content.length)).put(content);
    tar.position(tar.position() + TarFormat.filling(content.length));
  }

  @Test
  void whatFitsTheListMustBeAReleaseToo() throws IOException {
    refusesList("", "manifest is not in SHA256SUMS");
  }
}
