package broadside.archive.custodian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.mirror.Upstream;
import broadside.archive.release.ReleaseException;
import broadside.proof.text.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustodianDirectoryTest {
  private static final List<Upstream> TWO =
      List.of(Upstream.of("https://letters.example"), Upstream.of("https://mirror.example/a/"));

  @TempDir private Path scratch;

  @Test
  void remembersWhomToAskForWhat() throws Exception {
    Path path = scratch.resolve("keep");
    CustodianDirectory made = CustodianDirectory.create(path, "a".repeat(64), TWO);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
    assertThat(CustodianDirectory.open(path)).isEqualTo(made);
    assertThat(path.resolve("custodian"))
        .hasContent(
            "broadside/v1 custodian\npublication "
                + "a".repeat(64)
                + "\nupstream https://letters.example/\nupstream https://mirror.example/a/\n");
    CustodianDirectory other = made.asking(TWO.subList(1, 2));
    assertThat(CustodianDirectory.open(path)).isEqualTo(other);
    assertThat(CustodianDirectory.parse(path, other.print())).isEqualTo(other);
    assertThat(other.publicDirectory()).doesNotExist();
  }

  @Test
  void isMadeOnce() throws Exception {
    CustodianDirectory made = CustodianDirectory.create(scratch.resolve("keep"), null, TWO);
    assertThat(CustodianDirectory.open(made.path()).publication()).isNull();
    CustodianDirectory again = // its key was not made before it was stopped
        CustodianDirectory.create(made.path(), "b".repeat(64), TWO);
    assertThat(CustodianDirectory.open(made.path())).isEqualTo(again);
    Files.writeString(made.key(), "a key");
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> CustodianDirectory.create(made.path(), null, TWO))
        .withMessageContaining("already");
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> CustodianDirectory.open(scratch))
        .withMessageContaining("custodian init");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "broadside/v1 mirror\npublication -\nupstream https://a.example/\n",
        "broadside/v1 custodian\nupstream https://a.example/\n",
        "broadside/v1 custodian\npublication 12\nupstream https://a.example/\n",
        "broadside/v1 custodian\npublication -\n",
        "broadside/v1 custodian\npublication -\nupstream ftp://a.example/\n",
        "broadside/v1 custodian\npublication -\nupstream https://a.example/\nupstream https://a.example/\n",
        "broadside/v1 custodian\npublication -\nupstream https://a.example/\nmore 1\n"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> CustodianDirectory.parse(scratch, text));
  }
}
