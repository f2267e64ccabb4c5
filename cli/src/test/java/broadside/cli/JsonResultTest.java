package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With --json a command that ends prints one object, whatever it did. */
@Tag("slow")
class JsonResultTest {
  @TempDir private Path scratch;
  private Path mails;
  private Path pub;

  @BeforeEach
  void mails() throws IOException {
    mails = Files.createDirectory(scratch.resolve("mails"));
    pub = scratch.resolve("pub");
    TestMails.tides(mails, 5);
  }

  @Test
  void publishSaysWhatWasAddedAndWhatWasReleased() {
    assertThat(one(Command.ok("publish", mails, "--into", pub, "--json")))
        .startsWith("{\"sources\":[{")
        .contains("\"added\":5", "\"release\":1,\"first\":1,\"last\":5");
    assertThat(one(Command.ok("publish", mails, "--into", pub, "--json", "--quiet")))
        .contains("\"added\":0")
        .doesNotContain("\"release\"");
  }

  @Test
  void severalReleasesAreOneList() {
    Command.ok("init", pub);
    Command.ok("add", pub, mails);
    assertThat(one(Command.ok("release", pub, "--messages", 1, "--json")))
        .startsWith("{\"release\":1,");
    assertThat(one(Command.ok("release", pub, "--messages", 1, "--times", 2, "--json")))
        .startsWith("{\"releases\":[{\"release\":2,")
        .contains("{\"release\":3,");
  }

  /** What was done before the trouble is told as well. */
  @Test
  void whatWasDoneIsSaidThoughTheCommandFails() throws IOException {
    Path cut = Files.write(scratch.resolve("cut.mbox.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    Command publish = Command.run("publish", mails, cut, "--into", pub, "--json");
    assertThat(publish.code()).isNotZero();
    assertThat(one(publish)).contains("\"added\":5").doesNotContain("\"release\"");
  }

  private static String one(Command command) {
    assertThat(command.out()).hasLineCount(1).startsWith("{").endsWith("}\n");
    return command.out();
  }
}
