package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three editors of whom two sign: from init to a mail's proof, and whatever goes wrong between. */
class EditorsTest {
  private static final Pattern IDENTITY = Pattern.compile("\"identity\":\"([0-9a-f]{64})\"");

  @TempDir private Path scratch;
  private Path pub;
  private Path mails;
  private Path secret;
  private Path proposal;
  private String identity;

  @BeforeEach
  void found() throws IOException {
    pub = scratch.resolve("pub");
    proposal = scratch.resolve("proposal");
    secret = Files.writeString(scratch.resolve("secret"), "high water at nine\n");
    mails = Files.createDirectory(scratch.resolve("mails"));
    TestMails.toOffice(mails, 1, "Tides");
    TestMails.toOffice(mails, 2, "Lamps");
    Command made =
        Command.run(
            "init",
            pub,
            "--title",
            "Port",
            "--editors",
            "first,second,third",
            "--threshold",
            "2",
            "--passphrase-file",
            secret,
            "--json");
    assertThat(made.code()).as(made.err()).isZero();
    Matcher matcher = IDENTITY.matcher(made.out());
    assertThat(matcher.find()).as(made.out()).isTrue();
    identity = matcher.group(1);
    assertThat(Command.run("add", pub, mails).code()).isZero();
  }

  @Test
  @Tag("slow")
  void twoOfThreeEditorsPublish() throws IOException {
    assertThat(propose().code()).isZero();
    assertThat(pub.resolve("public/releases")).doesNotExist();
    Path first = sign("first");
    byte[] before = Files.readAllBytes(pub.resolve("public/checkpoint"));

    Command one = publish(first);
    assertThat(one.code()).isNotZero();
    assertThat(one.err()).contains("signatures are not enough");
    Command junk = publish(Files.writeString(scratch.resolve("junk.note"), "no note\n"));
    assertThat(junk.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(junk.err()).contains("junk.note cannot be used: no signed note.");
    Command twice = publish(first, first);
    assertThat(twice.code()).as("one editor's note twice").isNotZero();
    assertThat(pub.resolve("public/checkpoint")).hasBinaryContent(before);
    assertThat(Command.run("status", pub, "--json").out()).contains("\"waiting\":2");

    Command two = publish(first, sign("third"));
    assertThat(two.code()).as(two.err()).isZero();
    assertThat(two.out()).contains("Release 1", "2 published");

    Command verified = Command.run("verify", pub, "--publication", identity);
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("It holds.", "2 of 3 editors (first, second, third)");
    assertThat(Command.run("verify", pub.resolve("public")).code()).isZero();
    assertThat(Command.run("check", pub).code()).isZero();

    Command again = publish(first, sign("third"));
    assertThat(again.code()).as("what is published is not published again").isNotZero();
  }

  @Test
  @Tag("slow")
  void theKeysOfEnoughEditorsReleaseAtOnceAndAWrongPassphraseDoesNot() throws IOException {
    Path wrong = Files.writeString(scratch.resolve("wrong"), "low water\n");
    Command refused = Command.run("release", pub, "--passphrase-file", wrong);
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("first.key").contains("passphrase");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"waiting\":2");

    Command released = Command.run("release", pub, "--passphrase-file", secret);
    assertThat(released.code()).as(released.err()).isZero();
    assertThat(released.out()).doesNotContain("not encrypted");
  }

  @Test
  @Tag("slow")
  void withoutEnoughKeysHereItSaysToPropose() throws IOException {
    Files.delete(pub.resolve("private/keys/first.key"));
    Files.delete(pub.resolve("private/keys/third.key"));
    Command refused = Command.run("release", pub, "--passphrase-file", secret);
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .contains("It takes 2 of the 3 editors", "the keys of 1 are here", "--propose");
  }

  @Test
  @Tag("slow")
  void keysAreForTheirOwnerAloneAndEncrypted() throws IOException {
    try (Stream<Path> keys = Files.list(pub.resolve("private/keys"))) {
      List<Path> all = keys.toList();
      assertThat(all).hasSize(5); // three editors, the log, the threads
      for (Path key : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .as("%s", key)
            .isEqualTo("rw-------");
      }
    }
    assertThat(Files.readString(pub.resolve("private/keys/first.key")))
        .doesNotContain("high water");
    Command bare = Command.run("init", scratch.resolve("bare"), "--title", "Bare");
    assertThat(bare.out()).contains("not encrypted: whoever has the file can sign");
    Command many =
        Command.run(
            "init",
            scratch.resolve("many"),
            "--title",
            "Many",
            "--editors",
            "a,b",
            "--passphrase-file",
            secret);
    assertThat(many.out()).doesNotContain("whoever has the file").contains("Move each key");
  }

  @Test
  @Tag("slow")
  void aThresholdOrANameThatCannotBeIsRefusedAndLeavesNothing() {
    for (Object[] wrong :
        new Object[][] {
          {"--editors", "a,b", "--threshold", "3"},
          {"--editors", "a,b", "--threshold", "0"},
          {"--threshold", "2"},
          {"--editors", "log,b", "--threshold", "1"},
          {"--editors", "a,a", "--threshold", "2"},
          {"--editors", "a b", "--threshold", "1"},
          {"--editors", "../a", "--threshold", "1"},
          {"--origin", "two words"}
        }) {
      List<Object> line = new ArrayList<>(List.of("init", scratch.resolve("no"), "--title", "No"));
      line.addAll(List.of(wrong));
      line.addAll(List.of("--passphrase-file", secret));
      Command refused = Command.run(line.toArray());
      assertThat(refused.code())
          .as("%s: %s", List.of(wrong), refused.err())
          .isIn(ExitCode.USAGE, ExitCode.BAD_INPUT);
      assertThat(refused.err()).doesNotContain("a bug in this program");
      assertThat(scratch.resolve("no/private")).doesNotExist();
    }
  }

  @Test
  @Tag("slow")
  void anEditorComparesWithAnIntakeOfTheirOwn() throws IOException {
    propose();
    Path own = scratch.resolve("own");
    assertThat(Command.run("init", own, "--title", "Own").code()).isZero();
    assertThat(Command.run("add", own, mails).code()).isZero();
    Command signed = signing("first", "--intake", own);
    assertThat(signed.code()).as(signed.err()).isZero();
    assertThat(signed.out()).contains("2 of 2 mails are in your own intake, byte for byte");

    Path less = scratch.resolve("less");
    assertThat(Command.run("init", less, "--title", "Less").code()).isZero();
    assertThat(Command.run("add", less, mails.resolve("1.eml")).code()).isZero();
    Command refused = signing("second", "--intake", less);
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err())
        .contains("nothing was signed")
        .contains("one mail is not in your own intake")
        .contains("number 2");
    assertThat(proposal.resolve("statement.second.note")).doesNotExist();

    assertThat(signing("second").out()).contains("Not checked: whether these are the mails");
  }

  @Test
  @Tag("slow")
  void nothingIsSignedThatTheFilesDoNotGive() throws IOException {
    propose();
    Path zip = proposal.resolve("1/mail.zip");
    byte[] good = Files.readAllBytes(zip);
    byte[] bad = good.clone();
    bad[70] ^= 1;
    Files.write(zip, bad);
    Command refused = signing("first");
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err()).contains("mail.zip", "nothing was signed");
    Files.write(zip, good);

    Path statement = proposal.resolve("statement.txt");
    String text = Files.readString(statement);
    Files.writeString(statement, text.replace("published 2", "published 1"));
    assertThat(signing("first").code()).isEqualTo(ExitCode.FOUND_WRONG);
    Files.writeString(statement, text);

    Path roles = proposal.resolve("roles");
    String before = Files.readString(roles);
    Files.writeString(roles, before.replace("version 1", "version 2"));
    assertThat(signing("first").code()).isEqualTo(ExitCode.FOUND_WRONG);
    Files.writeString(roles, before);
    assertThat(proposal.resolve("statement.first.note")).doesNotExist();
    assertThat(signing("first").code()).isZero();
  }

  @Test
  @Tag("slow")
  void aKeyThatIsNoEditorsSignsNothing() throws IOException {
    propose();
    Path other = scratch.resolve("other");
    Command.run("init", other, "--title", "Other", "--passphrase-file", secret);
    for (Path key :
        List.of(other.resolve("private/keys/editor.key"), pub.resolve("private/keys/log.key"))) {
      Command refused =
          Command.run(
              "sign", proposal.resolve("statement.txt"), "--key", key, "--passphrase-file", secret);
      assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
      assertThat(refused.err()).contains("no editor's key");
    }
    Path wrong = Files.writeString(scratch.resolve("wrong"), "low water\n");
    Command refused =
        Command.run(
            "sign",
            proposal.resolve("statement.txt"),
            "--key",
            pub.resolve("private/keys/first.key"),
            "--passphrase-file",
            wrong);
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("passphrase");
  }

  @Test
  @Tag("slow")
  void whatChangedSinceIsNotPublishedUnderOldSignatures() throws IOException {
    propose();
    Path first = sign("first");
    Path second = sign("second");
    // A mail that waits now and is older than the two comes before them.
    Files.writeString(
        mails.resolve("0.eml"),
        "From: a@port.example\nDate: Mon, 2 Mar 2009 09:00:00 +0000\nSubject: Old\n\nOlder.\n");
    assertThat(Command.run("add", pub, mails).code()).isZero();
    Command refused = publish(first, second);
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("something has changed since", "Propose it again");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"waiting\":3");

    proposal = scratch.resolve("again");
    propose();
    Command published = publish(sign("first"), sign("second"));
    assertThat(published.code()).as(published.err()).isZero();
    assertThat(published.out()).contains("3 published");
  }

  /** One after the other: what each takes back is checked again when the next is signed. */
  @Test
  @Tag("slow")
  void whatIsTakenBackIsProposedCheckedAndSigned() throws IOException {
    propose();
    publish(sign("first"), sign("second"));
    redactAndWithdraw();
    proposal = scratch.resolve("correct");
    Path text = Files.writeString(scratch.resolve("text"), "Both were late.\n");
    signed("correct", "--release", 1, "--title", "Late", "--text", text);
    Command verified = Command.run("verify", pub, "--publication", identity);
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("5 entries");
  }

  private void redactAndWithdraw() throws IOException {
    proposal = scratch.resolve("redact");
    List<Object> redact =
        List.of("redact", pub, 1, "--remove", "Tides", "--reason", "safety", "--propose");
    byte[] before = Files.readAllBytes(pub.resolve("public/checkpoint"));
    Command proposed = run(redact, "--to", proposal);
    assertThat(proposed.code()).as(proposed.err()).isZero();
    assertThat(proposed.out()).contains("number 1 redacted safety", "nothing is published");
    assertThat(pub.resolve("public/checkpoint")).hasBinaryContent(before);
    Path zip = proposal.resolve("1/mail.zip");
    byte[] mails = Files.readAllBytes(zip);
    byte[] damaged = mails.clone();
    damaged[50] ^= 1;
    Files.write(zip, damaged);
    Command refused =
        Command.run(
            "sign",
            proposal.resolve("statement.txt"),
            "--key",
            pub.resolve("private/keys/first.key"),
            "--passphrase-file",
            secret);
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err()).contains("nothing was signed");
    Files.write(zip, mails);
    Command done = Command.run("redact", pub, "--publish", sign("first"), sign("third"));
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("Redacted in release 1: 1");
    Path there = pub.resolve("public/releases/1/mail.zip");
    assertThat(there).hasBinaryContent(mails);

    proposal = scratch.resolve("withdraw");
    signed("withdraw", 2, "--reason", "court-order");
  }

  private void signed(Object... command) throws IOException {
    List<Object> line = new ArrayList<>(List.of(command));
    line.add(1, pub);
    line.add("--propose");
    Command proposed = run(line, "--to", proposal);
    assertThat(proposed.code()).as(proposed.err()).isZero();
    Path first = sign("first");
    assertThat(Command.run(command[0], pub, "--publish", first).err())
        .contains("signatures are not enough");
    Command done = Command.run(command[0], pub, "--publish", first, sign("second"));
    assertThat(done.code()).as(done.err()).isZero();
  }

  private static Command run(List<Object> line, Object... more) {
    List<Object> all = new ArrayList<>(line);
    all.addAll(List.of(more));
    return Command.run(all.toArray());
  }

  @Test
  @Tag("slow")
  void notesOfTwoStatementsDoNotGoTogether() throws IOException, InterruptedException {
    propose();
    Path first = sign("first");
    proposal = scratch.resolve("other");
    assertThat(
            Command.run("release", pub, "--propose", "--to", proposal, "--title", "Another title")
                .code())
        .isZero();
    Command refused = publish(first, sign("second"));
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("another statement");
  }

  @Test
  @Tag("slow")
  void verifySaysWhatIsWrongAndHowItEnds() throws IOException {
    propose();
    publish(sign("first"), sign("second"));
    Command other = Command.run("verify", pub, "--publication", "0".repeat(64));
    assertThat(other.code()).isEqualTo(ExitCode.FORGED);
    assertThat(other.out()).contains("It does not hold.");
    assertThat(other.err()).contains("another publication");
    assertThat(Command.run("verify", pub, "--publication", "beef").code())
        .isEqualTo(ExitCode.USAGE);

    Path release = pub.resolve("public/releases/1");
    Path away = scratch.resolve("away");
    Files.move(release, away);
    Command missing = Command.run("verify", pub, "--json");
    assertThat(missing.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(missing.out()).contains("\"verdict\":\"incomplete\"", "Release 1 is missing");
    Files.move(away, release);

    Path zip = release.resolve("mail.zip");
    byte[] bytes = Files.readAllBytes(zip);
    bytes[70] ^= 1;
    Files.write(zip, bytes);
    Command forged = Command.run("verify", pub);
    assertThat(forged.code()).isEqualTo(ExitCode.FORGED);
    assertThat(forged.err()).contains("mail.zip");
    assertThat(Command.run("verify", scratch.resolve("nothing")).code()).isNotZero();
  }

  @Test
  @Tag("slow")
  void aChangeOfPolicyIsSignedByBothThresholds() throws IOException, FormatException {
    SigningKey fourth = SigningKey.generate("fourth", KeyType.NOTE);
    Path change = scratch.resolve("change");
    Command proposed =
        Command.run(
            "policy",
            pub,
            "--remove-editor",
            "third",
            "--add-editor",
            "fourth " + fourth.verifier().print(),
            "--propose",
            change,
            "--json");
    assertThat(proposed.out())
        .as(proposed.err())
        .contains("\"proposal\":\"" + change)
        .containsPattern("\"statement\":\"[0-9a-f]{64}\"");
    List<Path> notes = new ArrayList<>();
    for (String name : new String[] {"first", "second"}) {
      Command signed =
          Command.run(
              "sign",
              change.resolve("statement.txt"),
              "--key",
              pub.resolve("private/keys/" + name + ".key"),
              "--passphrase-file",
              secret);
      assertThat(signed.code()).as(signed.err()).isZero();
      assertThat(signed.out())
          .contains("- editor third ", "+ editor fourth ", "editors of policy 1 and 2 of 3");
      notes.add(change.resolve("statement." + name + ".note"));
    }
    Command few = Command.run("policy", pub, "--publish", notes.getFirst());
    assertThat(few.code()).isNotZero();
    assertThat(few.err()).contains("not enough");
    Command published = Command.run("policy", pub, "--publish", notes.getFirst(), notes.getLast());
    assertThat(published.code()).as(published.err()).isZero();
    assertThat(published.out()).contains("Policy 2", "editor fourth ").doesNotContain("third");
    assertThat(Command.run("verify", pub, "--publication", identity).out())
        .contains("It holds.", "Policy 2: 2 of 3 editors (first, second, fourth)");

    // Who was removed no longer counts.
    propose();
    Path first = sign("first");
    Command removed = signing("third");
    assertThat(removed.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(removed.err()).contains("no editor's key in policy 2");
    assertThat(publish(first, sign("second")).code()).isZero();
    assertThat(Command.run("verify", pub, "--publication", identity).code()).isZero();
  }

  @Test
  @Tag("slow")
  void changesOfPolicyThatCannotBeAreRefused() {
    for (Object[] wrong :
        new Object[][] {
          {"--threshold", "4"},
          {"--remove-editor", "nobody"},
          {"--remove-witness", "nobody"},
          {"--add-editor", "fourth"},
          {"--add-editor", "fourth not-a-key"},
          {"--add-witness", "w1 not-a-key http://127.0.0.1:1/"},
          {"--quorum", "2"}
        }) {
      List<Object> line = new ArrayList<>(List.of("policy", pub));
      line.addAll(List.of(wrong));
      line.addAll(List.of("--passphrase-file", secret));
      Command refused = Command.run(line.toArray());
      assertThat(refused.code()).as("%s %s", List.of(wrong), refused.err()).isNotZero();
      assertThat(refused.err()).doesNotContain("a bug in this program");
    }
    assertThat(Command.run("policy", pub).out()).contains("Policy 1", "editors 2");
  }

  private Command propose() {
    return Command.run("release", pub, "--propose", "--to", proposal);
  }

  private Command signing(String editor, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of(
                "sign",
                proposal.resolve("statement.txt"),
                "--key",
                pub.resolve("private/keys/" + editor + ".key"),
                "--passphrase-file",
                secret));
    line.addAll(List.of(more));
    return Command.run(line.toArray());
  }

  private Path sign(String editor) {
    Command signed = signing(editor);
    assertThat(signed.code()).as(signed.err()).isZero();
    return proposal.resolve("statement." + editor + ".note");
  }

  private Command publish(Path... notes) {
    List<Object> line = new ArrayList<>(List.of("release", pub, "--publish"));
    line.addAll(List.of(notes));
    return Command.run(line.toArray());
  }
}
