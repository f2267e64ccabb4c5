package broadside.intake.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
  @TempDir Path scratch;

  private Path file(String rights) throws IOException {
    Path file = Files.createFile(scratch.resolve("editor.key"));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void tellsOfRightsThatOthersHave(String rights) throws IOException {
    Path file = file(rights);
    assertThat(SecretFile.weakness(file)).contains("chmod 600 " + file);
    Path link = Files.createSymbolicLink(scratch.resolve("link"), file);
    assertThat(SecretFile.weakness(link)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------"})
  void hasNothingAgainstAFileForItsOwnerAlone(String rights) throws IOException {
    assertThat(SecretFile.weakness(file(rights))).isNull();
  }

  @Test
  void hasNothingAgainstWhatIsNoFile() throws IOException {
    assertThat(SecretFile.weakness(Path.of("/dev/null"))).isNull();
  }
}
