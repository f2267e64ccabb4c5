package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.proof.release.FileList;
import broadside.proof.sealed.Parts;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealWriterTest {
  @TempDir Path directory;
  private SealSample sample;
  private Path parts;

  @BeforeEach
  void prepare() throws IOException, FormatException {
    sample = SealSample.in(directory);
    parts = Files.createDirectory(directory.resolve("parts"));
  }

  @Test
  @Tag("slow")
  void whatIsOpenedIsWhatWasSealed() throws IOException {
    SealedFiles files =
        SealWriter.write(sample.release, sample.salt, sample.identity.recipient(), parts);
    SealedStatement seal = sample.seal(files);
    assertThat(files.step()).isEqualTo(Parts.LEAST);
    assertThat(files.commitment()).isEqualTo(seal.commitment());
    SealReader.Opened opened =
        SealReader.of(seal)
            .open(parts, sample.identity, directory.resolve("aside"), CheckMonitor.NONE);
    assertThat(SealSample.tree(opened.directory())).isEqualTo(SealSample.tree(sample.release));
    assertThat(opened.release()).isEqualTo(sample.statement);
    assertThat(opened.salt()).isEqualTo(HexFormat.of().formatHex(sample.salt));
  }

  @Test
  @Tag("slow")
  void partsAreCutAnywhere() throws IOException {
    SealedFiles files = sample.write(parts, SealSample.CUT);
    assertThat(files.parts()).hasSize(3);
    SealReader.Opened opened =
        sample.open(parts, files.parts(), SealSample.CUT, directory.resolve("aside"));
    assertThat(SealSample.tree(opened.directory())).isEqualTo(SealSample.tree(sample.release));
  }

  @Test
  @Tag("slow")
  void aPartIsWhatTheStatementSaysOfIt() throws IOException {
    List<SealedStatement.Part> said = sample.write(parts, SealSample.CUT).parts();
    for (int i = 0; i < said.size(); i++) {
      byte[] file = Files.readAllBytes(parts.resolve("part-" + (i + 1) + ".age"));
      assertThat(said.get(i))
          .isEqualTo(new SealedStatement.Part(file.length, SignedText.sha256Hex(file)));
    }
  }

  /** Neither program shares code with the writer. */
  @Test
  @Tag("slow")
  void stockAgeAndTarReadIt() throws IOException, InterruptedException, FormatException {
    StockAge.needs("age");
    StockAge.needs("tar");
    sample.write(parts, SealSample.CUT);
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (int i = 1; i <= 3; i++) {
      tar.write(StockAge.decrypt(sample.identity.print(), parts.resolve("part-" + i + ".age")));
    }
    assertThat((long) tar.size()).isEqualTo(Parts.LEAST);
    Path file = Files.write(directory.resolve("all.tar"), tar.toByteArray());
    String names = new String(StockAge.run("tar", "-tf", file.toString()), StandardCharsets.UTF_8);
    List<String> expected = new ArrayList<>(List.of("salt", "statement", "SHA256SUMS"));
    FileList.parse(Files.readAllBytes(sample.release.resolve("SHA256SUMS"))).files().stream()
        .map(FileList.Entry::name)
        .forEach(expected::add);
    assertThat(names.lines()).containsExactlyElementsOf(expected);
    Path out = Files.createDirectory(directory.resolve("out"));
    StockAge.run("tar", "-xf", file.toString(), "-C", out.toString());
    assertThat(Files.readAllBytes(out.resolve("salt"))).isEqualTo(sample.salt);
    Files.delete(out.resolve("salt"));
    assertThat(SealSample.tree(out)).isEqualTo(SealSample.tree(sample.release));
  }

  @Test
  @Tag("slow")
  void aDamagedReleaseIsNotSealed() throws IOException {
    Path manifest = sample.release.resolve("manifest");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[0] ^= 1;
    Files.write(manifest, bytes);
    refuses("manifest is not the file that SHA256SUMS says");
  }

  @Test
  void aReleaseWithoutAFileIsNotSealed() throws IOException {
    Files.delete(sample.release.resolve("salts"));
    refuses("salts is missing");
  }

  @Test
  void aSignedStatementIsNotSealed() throws IOException {
    Path statement = sample.release.resolve("statement");
    Files.writeString(statement, Files.readString(statement) + "\n— editor AAAA\n");
    refuses("its text alone");
  }

  private void refuses(String why) {
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> sample.write(parts, SealSample.WHOLE))
        .withMessageContaining(why);
  }
}
