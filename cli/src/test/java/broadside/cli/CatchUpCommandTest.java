package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.witness.Witness;
import broadside.intake.sign.Keys;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.site.Site;
import broadside.site.SiteOptions;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publication that was restored from an older copy, and the mirrors that have what it lacks. */
class CatchUpCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path old;
  private Path mails;

  @BeforeEach
  void publish() throws IOException {
    pub = scratch.resolve("pub");
    old = scratch.resolve("old");
    mails = Files.createDirectory(scratch.resolve("mails"));
    for (int i = 1; i <= 4; i++) {
      mail(i);
    }
    succeed("init", pub, "--title", "Port");
    succeed("add", pub, mails);
    succeed("release", pub, "--messages", 2);
  }

  @Test
  @Tag("slow")
  void takesBackFromAMirrorWhatWasPublishedSince() throws IOException {
    copy(pub, old);
    goOn();
    try (Site site = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0))) {
      Command caught = succeed("catch-up", old, site.uri());
      assertThat(caught.out())
          .contains("Taken back: 4 entries of the log, release 2.", "add and decide again");
      assertThat(succeed("catch-up", old, site.uri(), "--json").out())
          .contains("\"entries\":0", "\"size\":6");
    }
    assertThat(old.resolve("private/catch-up")).doesNotExist();
    assertThat(old.resolve("public/checkpoint"))
        .hasBinaryContent(Files.readAllBytes(pub.resolve("public/checkpoint")));
    goesOn();
  }

  @Test
  @Tag("slow")
  void aWitnessStopsTheOldCopyUntilItHasCaughtUp() throws IOException, FormatException {
    Path memory = scratch.resolve("w");
    succeed("witness", memory, "--name", "w.example/1");
    SigningKey key = Keys.open(memory.resolve("witness.key"), name -> new char[0]);
    String policy = Files.readString(pub.resolve("public/policy/1"));
    VerifierKey log = VerifierKey.parse(policy.lines().findFirst().orElseThrow().substring(4));
    Witness witness = new Witness(memory, key, List.of(log), Clock.systemUTC());
    try (WitnessServer server = WitnessServer.start(witness, "127.0.0.1", 0)) {
      succeed(
          "policy",
          pub,
          "--add-witness",
          "w1 " + key.verifier().print() + " " + server.uri() + "/");
      copy(pub, old);
      goOn();
      for (Object[] signing :
          new Object[][] {
            {"release", old},
            {"release", old, "--propose", "--to", scratch.resolve("proposal")},
            {"withdraw", old, 2, "--reason", "safety", "--without-copies"},
            {"policy", old, "--expires", "2040-01-01"}
          }) {
        Command refused = Command.run(signing);
        assertThat(refused.code()).as("%s", List.of(signing)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(refused.err()).contains("old copy", "Nothing was signed", "catch-up");
      }
      assertThat(scratch.resolve("proposal/statement.txt")).doesNotExist();
      assertThat(Command.run("status", old, "--json").out()).contains("\"waiting\":2");
      try (Site site = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0))) {
        succeed("catch-up", old, site.uri());
      }
      goesOn();
    }
  }

  @Test
  @Tag("slow")
  void takesFromADirectoryThatHoldsACopyAndRefusesAForgedOne() throws IOException {
    copy(pub, old);
    goOn();
    Path zip = pub.resolve("public/releases/1/mail.zip");
    byte[] good = Files.readAllBytes(zip);
    byte[] bad = good.clone();
    bad[60] ^= 1;
    Files.write(zip, bad);
    Command refused = Command.run("catch-up", old, pub.resolve("public"));
    assertThat(refused.code()).isEqualTo(ExitCode.FORGED);
    assertThat(refused.err()).contains("mail.zip", "nothing was taken");
    Files.write(zip, good);
    succeed("catch-up", old, pub);
    goesOn();
  }

  @Test
  @Tag("slow")
  void saysWhichMailsAreMissingAndGoesOnOnceTheyAreThere() throws IOException {
    copy(pub, old);
    mail(5);
    succeed("add", pub, mails);
    goOn();
    try (Site site = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0))) {
      Command refused = Command.run("catch-up", old, site.uri());
      assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err())
          .contains("Of the 3 mails of release 2 this ledger does not have 1", "Add the sources");
      assertThat(Command.run("status", old, "--json").out()).contains("\"waiting\":2");
      succeed("add", old, mails);
      succeed("catch-up", old, site.uri());
    }
    goesOn();
  }

  @Test
  void nobodyAnswersOrNothingIsNew() throws IOException {
    assertThat(Command.run("catch-up", pub, "http://127.0.0.1:1/").code())
        .isEqualTo(ExitCode.UNREACHABLE);
    copy(pub, old);
    assertThat(succeed("catch-up", pub, old).out()).contains("Nothing to take back");
    succeed("release", pub);
    assertThat(succeed("catch-up", pub, old).out()).contains("Nothing to take back");
    Path other = scratch.resolve("other");
    succeed("init", other, "--title", "Other");
    assertThat(Command.run("catch-up", other, pub).code()).isEqualTo(ExitCode.FORGED);
    assertThat(Command.run("catch-up", pub, scratch.resolve("nothing")).code()).isNotZero();
  }

  /** Four statements that the copy does not know. */
  private void goOn() throws IOException {
    Path text = Files.writeString(scratch.resolve("text"), "Both were late.\n");
    succeed("correct", pub, "--release", 1, "--title", "Late", "--text", text);
    succeed("release", pub);
    succeed("withdraw", pub, 3, "--reason", "safety", "--without-copies");
    succeed(
        "redact", pub, 1, "--remove", "at dusk", "--reason", "personal-data", "--without-copies");
  }

  private void goesOn() throws IOException {
    succeed("verify", old);
    succeed("check", old);
    mail(9);
    succeed("add", old, mails);
    succeed("release", old);
    succeed("withdraw", old, 2, "--reason", "safety", "--without-copies");
    succeed("verify", old);
    succeed("check", old);
  }

  private static Command succeed(Object... args) {
    Command run = Command.run(args);
    assertThat(run.code()).as("%s: %s", List.of(args), run.err()).isZero();
    return run;
  }

  private void mail(int number) throws IOException {
    Files.writeString(
        mails.resolve(number + ".eml"),
        "From: keeper@port.example\nDate: Mon, %d Mar 2020 09:00:00 +0000\nMessage-ID: <m%d@port.example>\nSubject: Lamps %d\n\nLit at dusk on pier %d.\n"
            .formatted(number, number, number, number));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
