package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody makes a publication of the same name, with a longer log. */
@Tag("slow")
class OtherPublicationTest {
  @TempDir private Path scratch;
  private Path pub;
  private FileServer origin;
  private FileServer fake;
  private String identity;
  private String other;

  @BeforeEach
  void publish() throws IOException {
    pub = scratch.resolve("pub");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    TestMails.toOffice(mails, 1, "Tides");
    Command.ok("publish", mails, "--into", pub);
    String log = Files.readAllLines(pub.resolve("public/checkpoint")).getFirst();
    Path forged = scratch.resolve("forged");
    Command.ok("init", forged, "--title", "pub", "--origin", log);
    TestMails.toOffice(mails, 2, "Lamps");
    Command.ok("add", forged, mails);
    Command.ok("release", forged, "--messages", 1, "--times", 2);
    origin = FileServer.of(pub);
    fake = FileServer.of(forged);
    identity = identity(pub);
    other = identity(forged);
  }

  private static String identity(Path publication) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      return directory.identity();
    }
  }

  @AfterEach
  void close() {
    origin.close();
    fake.close();
  }

  @Test
  void readerWhoKnowsNoIdentityIsToldThatTheyDiffer() throws IOException {
    Command verify = Command.run("verify", origin.address() + "," + fake.address());
    assertThat(verify.code()).isEqualTo(ExitCode.FORGED);
    assertThat(verify.err())
        .contains(
            "they serve different publications: say with --publication which is right.",
            identity + " is served by " + origin.address() + ".",
            other + " is served by " + fake.address() + ".")
        .doesNotContain("did not sign");
    assertThat(verify.out()).contains("It does not hold.").doesNotContain("It holds.");
    assertThat(Command.run("verify", origin.address() + "," + fake.address(), "--json").out())
        .contains("\"verdict\":\"forged\"", identity, other);
  }

  @Test
  void readerWhoKnowsTheIdentityIsToldWhoServesAnother() throws IOException {
    String both = fake.address() + "," + origin.address();
    Command verify = Command.run("verify", both, "--publication", identity);
    assertThat(verify.code()).isEqualTo(ExitCode.FORGED);
    assertThat(verify.err())
        .containsOnlyOnce(
            "%s serves another publication: its identity is %s, not %s."
                .formatted(fake.address(), other, identity))
        .doesNotContain("did not sign", origin.address());
    assertThat(verify.out())
        .contains(
            origin.address() + " serves what is signed.", "It holds.", "Publication " + identity)
        .doesNotContain("only you can say");
    Command alone = Command.run("verify", origin.address());
    assertThat(alone.code()).isEqualTo(ExitCode.OK);
    assertThat(alone.out()).contains("Whether that is the publication you mean, only you can say");
  }

  @Test
  void mirrorKeepsToThePublicationThatItHolds() throws IOException {
    Path copy = scratch.resolve("copy");
    Command.ok("mirror", origin.address(), copy);
    Command mirror = Command.run("mirror", fake.address(), copy);
    assertThat(mirror.code()).isEqualTo(ExitCode.FORGED);
    assertThat(mirror.err())
        .contains(
            "serves another publication: its identity is %s, not %s.".formatted(other, identity))
        .doesNotContain("did not sign");
    assertThat(Command.ok("verify", copy, "--publication", identity).out()).contains("It holds.");
  }

  /** It would leave the ledger behind what is public. */
  @Test
  void publishersOwnDirectoryIsNoMirror() throws IOException {
    Command mirror = Command.run("mirror", origin.address(), pub);
    assertThat(mirror.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(mirror.err()).contains("is a publisher's own publication", "catch-up");
    assertThat(pub.resolve("mirror")).doesNotExist();
  }
}
