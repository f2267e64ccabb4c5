package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that are looked at again: of mails that wait, of mails that are out. */
@Tag("slow")
class AuthenticateCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path mails;

  @BeforeEach
  void found() throws IOException {
    pub = scratch.resolve("pub");
    mails = Files.createDirectory(scratch.resolve("mails"));
    mail("1", "Orders for the 14th"); // pass
    mail("2", "Bollard 18C"); // weak
    mail("3", "Re: grout"); // a key that nobody wrote down
    Files.writeString(
        mails.resolve("4.eml"),
        "From: ann@harbour.example\nDate: Mon, 01 Jun 2015 12:00:00 +0000\nSubject: Tides\n\nHigh.\n");
  }

  @Test
  void mailsThatWaitAreReleasedWithTheirVerdictAndNothingIsSigned() throws IOException {
    run("init", pub, "--title", "Port");
    run("add", pub, mails);
    assertThat(run("authenticate", pub).out()).contains("Looked again at 3 mails: nothing new.");

    Command looked = run("authenticate", pub, "--dkim-keys", SignedSample.KEYS);

    assertThat(looked.out())
        .contains("New verdicts: on 2 mails that are not released yet, and on 0 that are released.")
        .doesNotContain("Published");
    assertThat(Command.run("verify", pub).out()).contains("1 entry");
    assertThat(run("release", pub).out())
        .contains(
            "signatures (DKIM, ARC): 3 of 4 mails are signed; 1 holds, 1 holds but proves less,"
                + " 1 has a key that nobody looked up");
    assertThat(verdicts()).containsExactly("weak", "not-looked-up", "pass");
    assertThat(run("verify", pub, "--dkim").out()).contains("2 entries", "3 signatures on 3 of 4");
  }

  @Test
  void keysThatComeWithOtherMailsSettleThoseThatWait() throws IOException {
    run("init", pub, "--title", "Port");
    run("add", pub, mails);
    Path more = Files.createDirectory(scratch.resolve("more"));
    Files.writeString(more.resolve("5.eml"), "From: ann@harbour.example\nSubject: More\n\nLow.\n");
    run("add", pub, more, "--dkim-keys", SignedSample.KEYS);
    run("release", pub);
    assertThat(verdicts()).containsExactly("weak", "not-looked-up", "pass");
    run("verify", pub, "--dkim");
  }

  @Test
  void whereNothingIsNewNothingIsSigned() throws IOException {
    run("publish", mails, "--into", pub, "--dkim-keys", SignedSample.KEYS);
    Command again = run("authenticate", pub, "--dkim-keys", SignedSample.KEYS);
    assertThat(again.out()).contains("0 keys are new", "nothing new").doesNotContain("Published");
    assertThat(run("authenticate", pub, "--json").out())
        .contains("{\"waiting\":0,\"released\":0,\"lists\":0}");
    assertThat(run("authenticate", pub, "--propose", "--to", scratch.resolve("proposal")).out())
        .contains("nothing new");
    assertThat(scratch.resolve("proposal")).doesNotExist();
    assertThat(run("verify", pub).out()).contains("2 entries");
  }

  @Test
  void aStatementSaysWhatBecameOfReleasedMails() throws IOException {
    run("publish", mails, "--into", pub);
    assertThat(verdicts()).containsExactly("not-looked-up", "not-looked-up", "not-looked-up");
    Command said = run("authenticate", pub, "--dkim-keys", SignedSample.KEYS);
    assertThat(said.out())
        .contains(
            "New verdicts: on 0 mails that are not released yet, and on 2 that are released.",
            "What is released: 1 holds, 1 holds but proves less",
            "Published: 1 statement in the log.");
    assertThat(verdicts()).containsExactly("not-looked-up", "not-looked-up", "not-looked-up");
    assertThat(run("verify", pub, "--dkim").out())
        .contains("3 entries", "3 signatures on 3 of 4 mails", "each verdict is the one");
    assertThat(run("check", pub).out()).contains("Everything is as it should be.");
  }

  @Test
  void twoOfThreeEditorsSignWhatWasProposed() throws IOException {
    Path secret = Files.writeString(scratch.resolve("secret"), "high water at nine\n");
    run(
        "init",
        pub,
        "--title",
        "Port",
        "--editors",
        "first,second,third",
        "--threshold",
        "2",
        "--passphrase-file",
        secret);
    run("add", pub, mails);
    run("release", pub, "--passphrase-file", secret);
    Path proposal = scratch.resolve("proposal");
    Command proposed =
        run("authenticate", pub, "--dkim-keys", SignedSample.KEYS, "--propose", "--to", proposal);
    assertThat(proposed.out()).contains("It takes 2 of 3 editors", "authenticate " + pub);
    assertThat(run("verify", pub).out()).contains("2 entries");

    Path list = proposal.resolve("verdicts");
    String whole = Files.readString(list);
    String changed = whole.replace("\"verdict\":\"weak\"", "\"verdict\":\"pass\"");
    assertThat(changed).isNotEqualTo(whole);
    Files.writeString(list, changed);
    Command refused = sign(proposal, "first", secret);
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err()).contains("the list beside it is not the one that it names");
    assertThat(proposal.resolve("statement.first.note")).doesNotExist();

    Files.writeString(list, whole);
    Command first = sign(proposal, "first", secret);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("of 2 mails are worth", "1 holds, 1 holds but proves less");
    Command few = publish(proposal, "first");
    assertThat(few.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(few.err()).contains("signatures are not enough");

    assertThat(sign(proposal, "third", secret).code()).isZero();
    for (String other : new String[] {changed, whole + "{", "", "\n"}) {
      Files.writeString(list, other);
      Command another = publish(proposal, "first", "third");
      assertThat(another.code()).as(other).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(another.err()).contains("is not the one that was signed");
    }
    Files.delete(list);
    assertThat(publish(proposal, "first", "third").err()).contains("There is no file", "verdicts");
    assertThat(run("verify", pub, "--dkim").out()).contains("2 entries");

    Files.writeString(list, whole);
    Command published = publish(proposal, "first", "third");
    assertThat(published.code()).as(published.err()).isZero();
    assertThat(published.out()).contains("Published: 1 statement in the log");
    assertThat(run("verify", pub, "--dkim").out()).contains("3 entries");
    run("check", pub);
    assertThat(run("authenticate", pub).out()).contains("nothing new");
  }

  private static Command publish(Path proposal, String... editors) {
    List<Object> line =
        new ArrayList<>(List.of("authenticate", proposal.resolveSibling("pub"), "--publish"));
    for (String editor : editors) {
      line.add(proposal.resolve("statement." + editor + ".note"));
    }
    return Command.run(line.toArray());
  }

  private Command sign(Path proposal, String editor, Path secret) {
    return Command.run(
        "sign",
        proposal.resolve("statement.txt"),
        "--key",
        pub.resolve("private/keys/" + editor + ".key"),
        "--passphrase-file",
        secret);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "keys of mine | line 1",
        "[] | it is not shaped like a domain key file, line 1",
        "{\\n\"s._domainkey.d.example\": {\\n\"recrd\": \"v=DKIM1\"}} | no field \"recrd\" of a key, line 3",
        "{\\n\"s._domainkey.d example\": \"p=\"} | is no name of a key, line 2",
        "{\\n\"s._domainkey.d.example\":\\n{\"record\": \"p=\", \"date\": \"1.2.2019\"}} | a date must be like 2019-06-30, line 3",
        "{\"s._domainkey.d.example\": {\"date\": \"2019-06-30\"}} | has no \"record\", line 1",
        "{\"s._domainkey.d.example\": \"p=\" | line 1",
        "{} {} | something follows its end, line 1",
        "{\"s._domainkey.d.example\": [null]} | line 1"
      })
  void aFileThatHoldsNoKeysIsRefusedWithItsLine(String text, String why) throws IOException {
    Path file = Files.writeString(scratch.resolve("keys.json"), text.replace("\\n", "\n"));
    run("init", pub, "--title", "Port");
    for (Object[] line :
        new Object[][] {
          {"authenticate", pub, "--dkim-keys", file},
          {"add", pub, mails, "--dkim-keys", file},
          {"publish", mails, "--into", pub, "--dkim-keys", file}
        }) {
      Command refused = Command.run(line);
      assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err()).contains(file + " is no domain key file: ", why);
      assertThat(refused.err().lines()).hasSize(1);
    }
    assertThat(run("status", pub).out()).contains("No source yet");
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws IOException {
    Path none = scratch.resolve("none.json");
    Command made = Command.run("publish", mails, "--into", pub, "--dkim-keys", none);
    assertThat(made.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(made.err()).contains("There is no file or folder " + none);
    assertThat(pub).as("nothing was made").doesNotExist();
    run("init", pub, "--title", "Port");
    Command looked = Command.run("authenticate", pub, "--dkim-keys", none);
    assertThat(looked.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(looked.err()).contains("There is no file or folder " + none);
    Command folder = Command.run("authenticate", pub, "--dkim-keys", mails);
    assertThat(folder.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.err()).contains(mails.toString()).doesNotContain("a bug");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dns.example",
        "127.0.0.1:dns",
        "127.0.0.1:70000",
        "1.2.3",
        "",
        "::1]",
        "fe80:::1"
      })
  void whatIsNoAddressOfAResolverIsRefused(String address) {
    run("init", pub, "--title", "Port");
    Command refused = Command.run("authenticate", pub, "--dns", address);
    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("\"" + address + "\" is no resolver", "such as 127.0.0.1");
  }

  @Test
  void isAmongTheCommands() {
    assertThat(Command.run("--help").out()).contains("authenticate  Looks again at the signatures");
    assertThat(Command.run("authenticate", "--help").out())
        .contains("--dkim-keys=FILE", "--dns=ADDRESS", "--propose", "--publish=NOTE...");
  }

  /** The verdicts of the manifest, in the order of its numbers. */
  private List<String> verdicts() throws IOException {
    List<String> verdicts = new ArrayList<>();
    for (SignedSample.Said mail : SignedSample.mails(pub)) {
      mail.line().forEach(said -> verdicts.add(said.verdict()));
    }
    return verdicts;
  }

  private void mail(String name, String subject) throws IOException {
    Files.write(mails.resolve(name + ".eml"), SignedSample.eml(subject));
  }

  private static Command run(Object... args) {
    Command run = Command.run(args);
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    return run;
  }
}
