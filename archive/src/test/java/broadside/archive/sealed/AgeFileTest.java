package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.ReleaseException;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a stranger sealed in the place of a share fails as a damaged file does. */
class AgeFileTest {
  private final AgeIdentity identity =
      AgeIdentity.of(Secret.draw(new SecureRandom()), "harbour.example/log", 1);

  private void assertDamaged(byte[] file) {
    assertThatExceptionOfType(ReleaseException.class)
        .as(() -> new String(file, StandardCharsets.ISO_8859_1))
        .isThrownBy(() -> {
          ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(file));
          try (ReadableByteChannel age = AgeFile.decrypt(in, identity, "share-1.age")) {
            ByteBuffer target = ByteBuffer.allocate(1 << 10);
            for (int n = 0; n >= 0; n = age.read(target)) {
              target.clear();
            }
          }
        })
        .withMessageContaining("share-1.age");
  }

  @Test
  @Tag("slow")
  void aFileThatIsCutAnywhereIsDamaged() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (WritableByteChannel age =
        AgeFile.encrypt(Channels.newChannel(out), identity.recipient())) {
      int _ = age.write(ByteBuffer.wrap(new byte[Secret.BYTES]));
    }
    byte[] whole = out.toByteArray();
    for (int length = 0; length < whole.length; length++) {
      assertDamaged(Arrays.copyOf(whole, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "age-encryption.org/v1\n--",
        "age-encryption.org/v1\n---",
        "age-encryption.org/v1\n--- ",
        "age-encryption.org/v1\n---\n",
        "age-encryption.org/v1\n->",
        "age-encryption.org/v1\n-> X25519",
        "age-encryption.org/v1\n-> X25519 \n\n--- \n",
        "age-encryption.org/v1\n\n\n\n",
        "-----BEGIN AGE ENCRYPTED FILE-----\n",
        "\n"
      })
  void aHeaderThatIsNoneIsDamaged(String header) {
    assertDamaged(header.getBytes(StandardCharsets.UTF_8));
  }
}
