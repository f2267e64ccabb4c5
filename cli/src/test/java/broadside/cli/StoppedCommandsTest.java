package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run until they are told to end, each in a process of its own. */
@Tag("slow")
class StoppedCommandsTest {
  @TempDir private Path scratch;
  private Path pub;
  private int started;

  @BeforeEach
  void publication() throws IOException {
    pub = scratch.resolve("pub");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    for (int i = 1; i <= 3; i++) {
      Files.writeString(
          mails.resolve(i + ".eml"),
          "From: a@port.example\nMessage-ID: <%d@port.example>\nSubject: Tide\n\nHigh, %d.\n"
              .formatted(i, i));
    }
    Command.ok("init", pub, "--title", "Port");
    Command.ok("add", pub, mails);
    Command.ok("release", pub, "--messages", 1);
  }

  @Test
  void aPublicationIsFreeWhileItsPreviewIsLookedAt() throws Exception {
    Process first = start("preview", pub, "--port", 0);
    try {
      awaitOutput(1, "Serving ");
      Command.ok("release", pub, "--messages", 1);
      Process second = start("preview", pub, "--port", 0);
      try {
        awaitOutput(2, "Serving ");
        Command.ok("release", pub);
      } finally {
        stop(second);
      }
      assertThat(aside()).hasSize(1);
    } finally {
      stop(first);
    }
    assertThat(aside()).isEmpty();
    Command.ok("check", pub);
  }

  @Test
  void verifyLeavesNoCopyBehind() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FileServer server = FileServer.of(pub)) {
      server.drip("/releases/1/SHA256SUMS", asked);
      Path tmp = Files.createDirectory(scratch.resolve("tmp"));
      Process verify = start(List.of("-Djava.io.tmpdir=" + tmp), "verify", server.address());
      try {
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tmp).isNotEmptyDirectory();
      } finally {
        stop(verify);
      }
      assertThat(tmp).isEmptyDirectory();
    }
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> all = Files.list(pub.resolve("private/releases"))) {
      return all.toList();
    }
  }

  private Process start(Object... args) throws IOException {
    return start(List.of(), args);
  }

  private Process start(List<String> options, Object... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("-cp", CommandProcess.CLASS_PATH));
    all.addAll(options);
    return new ProcessBuilder(CommandProcess.line(List.of(), all, args))
        .redirectErrorStream(true)
        .redirectOutput(output(++started).toFile())
        .start();
  }

  private Path output(int number) {
    return scratch.resolve("output" + number);
  }

  private void awaitOutput(int number, String text) throws Exception {
    Machines.await(text, () -> Files.readString(output(number)).contains(text));
  }

  /** As the system's service manager does, which commands take like Ctrl-C. */
  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
