package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.ShareBox.Taken;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ShareBoxTest {
  @TempDir Path directory;
  private SealSample sample;
  private SealedStatement seal;
  private ShareBox box;

  @BeforeEach
  void prepare() throws IOException, FormatException {
    sample = SealSample.in(directory);
    seal = sample.seal();
    box = new ShareBox(seal);
  }

  private Share wrong(int index) {
    return new Share(index, Secret.draw(new SecureRandom()));
  }

  @Test
  void anyTwoOpen() throws IOException {
    for (int missing = 1; missing <= 3; missing++) {
      ShareBox some = new ShareBox(seal);
      for (int i = 1; i <= 3; i++) {
        if (i != missing) {
          assertThat(some.isEnough()).isFalse();
          assertThat(some.add(sample.note(seal, i, sample.share(i)))).isEqualTo(Taken.GOOD);
        }
      }
      assertThat(some.missing()).containsExactly("custodian" + missing);
      assertThat(some.identity(SealSample.ORIGIN)).isEqualTo(sample.identity);
    }
  }

  @Test
  void oneDoesNotOpen() {
    box.add(sample.note(seal, 2, sample.share(2)));
    assertThat(box.add(sample.note(seal, 2, sample.share(2)))).isEqualTo(Taken.KNOWN);
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> box.identity(SealSample.ORIGIN))
        .withMessage("Sealed release 1 has 1 shares of 2; missing: custodian1, custodian3.");
  }

  @Test
  void aBadShareIsKeptOnceAndItsSignerNamed() throws IOException {
    byte[] bad = sample.note(seal, 1, wrong(1));
    assertThat(box.add(bad)).isEqualTo(Taken.BAD);
    assertThat(box.add(sample.note(seal, 1, wrong(1)))).isEqualTo(Taken.KNOWN);
    assertThat(box.add(sample.note(seal, 3, sample.share(2)))).isEqualTo(Taken.BAD);
    assertThat(box.shamed()).containsExactly("custodian1", "custodian3");
    assertThat(box.bad().getFirst().note().encode()).isEqualTo(bad);
    assertThat(box.add(sample.note(seal, 1, sample.share(1)))).isEqualTo(Taken.GOOD);
    assertThat(box.add(sample.note(seal, 1, wrong(1)))).isEqualTo(Taken.KNOWN);
    box.add(sample.note(seal, 2, sample.share(2)));
    assertThat(box.identity(SealSample.ORIGIN)).isEqualTo(sample.identity);
    assertThat(box.good()).hasSize(2);
  }

  @Test
  void whatNoCustodianSignedForThisSealIsNothing() throws FormatException {
    byte[] note = sample.note(seal, 1, sample.share(1));
    byte[] changed = note.clone();
    changed[note.length - 10] ^= 1;
    SealedStatement other =
        sample.seal(
            sample.statement, List.of(new SealedStatement.Part((1 << 24) + 4312, "b".repeat(64))));
    assertThat(box.add(changed)).isEqualTo(Taken.NOTHING);
    assertThat(box.add(sample.note(other, 1, wrong(1)))).isEqualTo(Taken.NOTHING);
    assertThat(box.add(new byte[0])).isEqualTo(Taken.NOTHING);
    assertThat(box.add(new byte[4096])).isEqualTo(Taken.NOTHING);
    assertThat(box.shamed()).isEmpty();
  }

  @Test
  void aSealThatItsSharesDoNotOpenIsItsEditorsFault() {
    for (int i = 1; i <= 2; i++) {
      box.add(sample.note(seal, i, sample.share(i)));
    }
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> box.identity("another.example/log"))
        .withMessageContaining("not encrypted to what its shares make");
  }

  @Test
  void aCustodianDecryptsItsShareAndNoOther() throws IOException {
    for (int i = 1; i <= 3; i++) {
      Share share = ShareFiles.read(seal, i, sample.ages.get(i - 1), directory);
      assertThat(share).isEqualTo(sample.share(i));
    }
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> ShareFiles.read(seal, 1, sample.ages.get(1), directory))
        .withMessageContaining("share-1.age is no age file that this identity decrypts");
    Files.delete(directory.resolve("share-2.age"));
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> ShareFiles.read(seal, 2, sample.ages.get(1), directory))
        .withMessageContaining("share-2.age is missing");
  }

  @Test
  void stockAgeDecryptsAShare() throws IOException, InterruptedException {
    StockAge.needs("age");
    for (int i = 1; i <= 3; i++) {
      Path file = directory.resolve("share-" + i + ".age");
      assertThat(StockAge.decrypt(sample.ages.get(i - 1).print(), file))
          .isEqualTo(sample.share(i).value().bytes());
    }
  }
}
