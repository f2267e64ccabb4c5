package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An origin and three mirrors of it. One mirror is honest. One stopped following, and puts another
 * mail in the place of one that was signed. One follows somebody who has stolen all of the
 * publisher's keys and writes another history. A reader asks all of them.
 */
class LyingMirrorsTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path stolen;
  private Path altered;

  @BeforeEach
  void publish() throws IOException {
    pub = scratch.resolve("pub");
    stolen = scratch.resolve("stolen");
    altered = scratch.resolve("altered");
    Path mails = mails("mails", "Lit at dusk.");
    assertThat(Command.run("publish", mails, "--into", pub).code()).isZero();
    assertThat(Command.run("publish", mails("other", "Lit at noon."), "--into", altered).code())
        .isZero();
  }

  /** In this process, on loopback. */
  @Test
  @Tag("slow")
  void readerIsToldWhoLiesAndHow() throws IOException {
    try (Machines machines = new LocalMachines()) {
      assertLiarsAreNamed(machines);
    }
  }

  /** With the real command, in network namespaces where this user may make them. */
  @Test
  @Tag("slow")
  @Timeout(600)
  void readerIsToldWhoLiesAndHowAcrossANetwork() throws IOException {
    Path output = Files.createDirectory(scratch.resolve("output"));
    try (ProcessMachines machines =
        ProcessMachines.create(output, "origin", "honest", "frozen", "split", "thief")) {
      if (!machines.areApart()) {
        System.out.println("No right to make network namespaces: all machines are on loopback.");
      }
      assertLiarsAreNamed(machines);
    }
  }

  private void assertLiarsAreNamed(Machines machines) throws IOException {
    URI origin = machines.serve("origin", pub);
    URI honest = machines.mirror("honest", origin, scratch.resolve("honest"));
    machines.mirror("frozen", origin, scratch.resolve("frozen"));
    machines.mirror("split", origin, scratch.resolve("split"));
    machines.stop("split");
    copy(pub, stolen);

    URI frozen = machines.serve("frozen", scratch.resolve("frozen"));
    release(pub, "The harbour is open.");
    machines.awaitEntries("origin", 3);
    machines.awaitEntries("honest", 3);
    Command behind = machines.read("verify", honest + "," + frozen + "," + origin);
    assertThat(behind.code()).as(behind.err()).isEqualTo(ExitCode.STALE);
    assertThat(behind.out()).contains("It holds.");
    assertThat(behind.err())
        .contains(frozen + "/ is behind: it shows 2 entries of the log where there are 3.");

    machines.stop("frozen");
    alterAMail(scratch.resolve("frozen"));
    frozen = machines.serve("frozen", scratch.resolve("frozen"));
    release(stolen, "The harbour is closed.");
    URI thief = machines.serve("thief", stolen);
    URI split = machines.mirror("split", thief, scratch.resolve("split"));
    machines.awaitEntries("split", 3);

    Command all =
        machines.read(
            "verify",
            String.join(",", honest + "", frozen + "", split + "", origin + ""),
            "--evidence",
            scratch.resolve("evidence"));
    assertThat(all.code()).as(all.err()).isEqualTo(ExitCode.FORGED);
    assertThat(all.out())
        .contains(
            honest + "/ serves what is signed.", origin + "/ serves what is signed.", "It holds.")
        .doesNotContain(frozen + "/ serves what is signed.");
    assertThat(all.err())
        .contains(
            frozen + "/ serves another releases/1/mail.zip than the one signed.",
            frozen + "/ is behind: it shows 2 entries of the log where there are 3.",
            split + "/ shows a log of 3 entries that contradicts the one of 3 entries",
            "the log's key has signed both");
    assertThat(scratch.resolve("evidence")).isNotEmptyDirectory();
    assertThat(
            all.err().lines().filter(l -> l.contains(honest + "/ ") || l.contains(origin + "/ ")))
        .isEmpty();

    Command good = machines.read("verify", honest + "," + origin);
    assertThat(good.code()).as(good.err()).isEqualTo(ExitCode.OK);
    machines.stop("frozen");
    assertThat(machines.read("verify", frozen).code()).isEqualTo(ExitCode.UNREACHABLE);
  }

  /** Three mails, of which the second says this. */
  private Path mails(String name, String words) throws IOException {
    Path mails = Files.createDirectory(scratch.resolve(name));
    for (int i = 1; i <= 3; i++) {
      mail(mails.resolve(i + ".eml"), "Lamps " + i, i == 2 ? words : "All is well.");
    }
    return mails;
  }

  private void release(Path publication, String words) throws IOException {
    Path mail = scratch.resolve(publication.getFileName() + ".eml");
    mail(mail, "Harbour", words);
    assertThat(Command.run("add", publication, mail).code()).isZero();
    Command release = Command.run("release", publication);
    assertThat(release.code()).as(release.err()).isZero();
  }

  private static void mail(Path file, String subject, String words) throws IOException {
    Files.writeString(
        file,
        "From: keeper@port.example\nTo: clerk@port.example\nMessage-ID: <%x@port.example>\nSubject: %s\n\n%s\n"
            .formatted(subject.hashCode(), subject, words));
  }

  /** A zip that is whole, of the right size, and has another mail. */
  private void alterAMail(Path copy) throws IOException {
    Path zip = copy.resolve("public/releases/1/mail.zip");
    byte[] other = Files.readAllBytes(altered.resolve("public/releases/1/mail.zip"));
    assertThat(other).hasSize((int) Files.size(zip)).isNotEqualTo(Files.readAllBytes(zip));
    Durable.replace(zip, other);
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(from.relativize(file).toString()));
    }
  }
}
