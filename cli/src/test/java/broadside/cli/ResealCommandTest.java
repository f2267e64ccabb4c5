package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.intake.release.Custodians;
import broadside.proof.history.History;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was sealed is taken back, and its mails are sealed again. */
@Tag("slow")
class ResealCommandTest {
  @TempDir private Path scratch;
  private SealedPort port;
  private Path pub;

  @BeforeEach
  void found() throws Exception {
    port = SealedPort.found(scratch);
    pub = port.pub();
  }

  /** What waited before, and came in since, stays where it is. */
  @Test
  void resealTakesBackAndSealsExactlyTheSameMailsAgain() throws Exception {
    ok("release", pub, "--messages", 1);
    sealTwo(
        "--voidable", "--title", "The second tide", "--grace", 5, "--hold", "no", "--threshold", 1);
    Path note = scratch.resolve("early.eml");
    Files.writeString(
        note,
        "From: a@port.example\nDate: Mon, 01 Jan 2018 09:00:00 +0000\nSubject: Early\n\nLow.\n");
    ok("add", pub, note); // older than all others: it would be the next to come

    assertThat(Command.run("reseal", pub, 2, "--reason", "safety").err()).contains("--opens TIME");
    assertThat(Command.run("reseal", pub, 2, "--opens", hour(60)).err()).contains("--reason CODE");
    assertThat(Command.run("reseal", pub, 1, "--opens", hour(60), "--reason", "safety").err())
        .contains("Release 1 was never sealed");
    assertThat(
            Command.run("reseal", pub, 2, "--opens", "2020-01-01T00:00Z", "--reason", "safety")
                .err())
        .contains("cannot open at", "Nothing was sealed");
    assertThat(Objects.requireNonNull(history().sealedRelease(2)).isVoid()).isFalse();
    assertThat(ok("status", pub, "--json").out()).contains("\"waiting\":4");

    Command done =
        ok(
            "reseal",
            pub,
            2,
            "--opens",
            hour(10),
            "--reason",
            "source-protection",
            "--threshold",
            2,
            "--no-voidable",
            "--json");
    assertThat(done.out()).contains("\"sealed\":3", "\"first\":4", "\"last\":5", "\"void\":2");
    assertThat(done.err())
        .contains("names no witness", "they act when the grace is over, 5 hours after it");
    assertThat(port.seal(3).terms())
        .isEqualTo(new Terms(port.seal(3).terms().notBefore(), 5, 0, false));
    assertThat(port.seal(3).threshold()).isEqualTo(2);
    assertThat(Objects.requireNonNull(history().sealedRelease(2)).isVoid()).isTrue();
    assertThat(pub.resolve("public/sealed/2/part-1.age")).doesNotExist();
    assertThat(ok("status", pub, "--json").out()).contains("\"waiting\":4");
    assertThat(Command.run("reseal", pub, 2, "--opens", hour(60)).err())
        .contains("No mail of release 2 waits: 0 are held, and 2 have other numbers already.");
    assertThat(Command.run("reseal", pub, 3, "--opens", hour(60), "--reason", "safety").err())
        .contains("sealed so that nobody can take it back");

    SealedStatement seal = port.seal(3);
    SealedPort.sleepUntil(seal.terms().notBefore());
    ok("open", pub, "--shares", port.share(3, 1), port.share(3, 3));
    ok("opened", pub, 3);
    assertThat(
            Objects.requireNonNull(Objects.requireNonNull(history().sealedRelease(3)).release())
                .title())
        .isEqualTo("The second tide");
    assertThat(subject(4)).contains("Tide 2");
    assertThat(subject(5)).contains("Tide 3");
    try (Publication readers = Publication.open(pub.resolve("public"))) {
      assertThat(readers.mail(2)).isNull();
    }
    ok("verify", pub);
    ok("check", pub);
  }

  @Test
  void whatIsWithheldOfAVoidReleaseLeavesItsNumber() throws Exception {
    sealTwo("--voidable", "--threshold", 1);
    ok("void", pub, 1, "--reason", "safety");
    ok("withhold", pub, "--query", "high water 1", "--reason", "personal-data", "--yes");
    Command done = ok("reseal", pub, 1, "--opens", hour(3600));
    assertThat(done.out()).contains("Sealed release 2: numbers 3 to 4");
    assertThat(done.out())
        .contains("release 1 is void; of its 2 mails, 2 are sealed again or came out, 0 are held");
    assertThat(port.seal(2).terms().isVoidable()).isTrue();
    assertThat(port.seal(2).threshold()).isEqualTo(1);
    ok("check", pub);
  }

  /** Readers never saw what was sealed: it is held like all that waits. */
  @Test
  void whatWasHiddenSinceItWasSealedIsHeldOnceItsReleaseIsVoid() throws Exception {
    sealTwo("--voidable");
    Path copy = scratch.resolve("copy.eml");
    Files.writeString(
        copy, "X-Folder: sent\n" + Files.readString(scratch.resolve("mails/2.eml")).strip() + "\n");
    ok("add", pub, copy);
    ok("withhold", pub, id(copy), "--reason", "personal-data");
    ok("void", pub, 1, "--reason", "safety");
    assertThat(ok("held", pub).out()).contains("copy-of-withheld").contains("Tide 2");
    assertThat(ok("reseal", pub, 1, "--opens", hour(3600)).out())
        .contains("Sealed release 2: numbers 3 to 3")
        .contains("of its 2 mails, 1 are sealed again or came out, 1 is held");
    ok("check", pub);
  }

  /** The intake id of the mail in this file. */
  private static String id(Path eml) throws IOException {
    return SignedText.sha256Hex(Files.readAllBytes(eml)).substring(0, 12);
  }

  /** Editors elsewhere sign that it is void, and then the new seal. */
  @Test
  void resealIsProposedOnceTheReleaseIsVoid() throws Exception {
    sealTwo("--voidable");
    assertThat(Command.run("reseal", pub, 1, "--opens", hour(60), "--propose").err())
        .contains("broadside void " + pub + " 1 --reason CODE --propose");
    Path voiding = scratch.resolve("void");
    ok("void", pub, 1, "--reason", "safety", "--propose", "--to", voiding);
    ok("void", pub, "--publish", sign(voiding));
    Path proposal = scratch.resolve("again");
    Command proposed = ok("reseal", pub, 1, "--opens", hour(3600), "--propose", "--to", proposal);
    assertThat(proposed.out()).contains("broadside reseal " + pub + " 1 --publish");
    Path note = sign(proposal);
    ok("release", pub, "--messages", 1); // meanwhile: the proposal is of release 2 no more
    assertThat(Command.run("reseal", pub, 1, "--publish", note).err())
        .contains("something has changed since");
    Path again = scratch.resolve("anew");
    ok("reseal", pub, 1, "--opens", hour(3600), "--propose", "--to", again);
    Command done = ok("reseal", pub, 1, "--publish", sign(again));
    assertThat(done.out()).contains("Sealed release 3");
    ok("check", pub);
  }

  private Path sign(Path proposal) throws IOException {
    Path key;
    try (Stream<Path> keys = Files.list(pub.resolve("private/keys"))) {
      key = keys.filter(file -> file.endsWith("editor.key")).findFirst().orElseThrow();
    }
    ok("sign", proposal.resolve("statement.txt"), "--key", key);
    try (Stream<Path> notes = Files.list(proposal)) {
      return notes.filter(file -> file.toString().endsWith(".note")).findFirst().orElseThrow();
    }
  }

  private String subject(long number) throws IOException {
    try (Publication readers = Publication.open(pub.resolve("public"))) {
      PublishedMail mail = Objects.requireNonNull(readers.mail(number));
      return new String(Objects.requireNonNull(mail.eml()), StandardCharsets.UTF_8);
    }
  }

  private void sealTwo(Object... more) {
    port.seal(2, Custodians.now().plusSeconds(3600), more);
  }

  private History history() throws IOException {
    return CheckedLog.open(new LogDirectory(port.publicDirectory())).history();
  }

  private static String hour(int seconds) {
    return Custodians.now().plusSeconds(seconds).toString();
  }
}
