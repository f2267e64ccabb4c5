package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails published with parts removed, before and after their release. */
@Tag("slow")
class RedactCommandTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{12})");

  @TempDir private Path scratch;
  private Path pub;
  private Path release;

  @BeforeEach
  void publishMails() throws IOException {
    pub = scratch.resolve("pub");
    release = pub.resolve("public/releases/1");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    for (int i = 1; i <= 3; i++) {
      mail(mails, i + ".eml", i, "Berth " + i, "Ole Hansen keeps berth " + i + " in order.");
    }
    assertThat(Command.run("publish", mails, "--into", pub).code()).isZero();
  }

  @Test
  void wordsGoAndTheRestStaysReadableSearchableAndProved() throws Exception {
    Path whole = scratch.resolve("whole.eml");
    byte[] manifest = Files.readAllBytes(release.resolve("manifest"));
    try (Site site = Served.serve(pub)) {
      Files.writeString(whole, Served.get(site, "/messages/2.eml").body());
      assertThat(Served.get(site, "/search?q=hansen").body()).contains("href=\"/messages/2\"");

      Command done = redact(2, "--remove", "ole hansen");

      assertThat(done.code()).as(done.err()).isZero();
      assertThat(done.out()).contains("1 place replaced by [redacted]", "Redacted in release 1: 2");
      Served.await(site, "/messages/2.eml", a -> a.body().contains("[redacted] keeps berth 2"));
      assertThat(Served.get(site, "/messages/2").body())
          .contains("Parts of this mail were taken out on", "personal data", "keeps berth 2")
          .doesNotContain("Hansen");
      assertThat(Served.get(site, "/search?q=hansen").body())
          .contains("href=\"/messages/3\"")
          .doesNotContain("href=\"/messages/2\"");
      assertThat(Served.get(site, "/search?q=is:redacted+order").body())
          .contains("href=\"/messages/2\"")
          .doesNotContain("href=\"/messages/3\"");
      assertThat(Served.get(site, "/withdrawals").body())
          .contains("Parts taken out: personal data");
      assertThat(Served.get(site, "/").body()).contains("<dt>Parts taken out since</dt><dd>1</dd>");
      assertThat(Served.get(site, "/releases/1").body())
          .contains("Parts taken out since", "one mail");
      assertThat(Served.get(site, "/feed.atom").body())
          .contains("Parts taken out: one mail of release 1");

      Path eml = scratch.resolve("2.eml");
      Path proof = scratch.resolve("2.tlog-proof");
      Files.writeString(eml, Served.get(site, "/messages/2.eml").body());
      Files.writeString(proof, Served.get(site, "/messages/2.tlog-proof").body());
      assertThat(Command.run("verify", eml, proof).code()).isEqualTo(ExitCode.LATER_UNCHECKED);
      assertThat(Command.run("verify", whole, proof).code()).isEqualTo(ExitCode.FORGED);
    }
    assertThat(release.resolve("manifest")).hasBinaryContent(manifest);
    assertThat(Command.run("verify", pub).code()).isZero();
    assertThat(Command.run("check", pub).code()).isZero();
  }

  @Test
  void whatIsRedactedCanBeRedactedAgainAndThenWithdrawn() throws Exception {
    assertThat(redact(2, "--remove", "Ole Hansen").code()).isZero();
    assertThat(redact(2, "--remove", "berth 2").code()).isZero();
    assertThat(Command.run("verify", pub).code()).isZero();
    try (Site site = Served.serve(pub)) {
      assertThat(Served.get(site, "/messages/2.eml").body())
          .contains("[redacted] keeps [redacted] in");
    }
    assertThat(Command.run("withdraw", pub, 2, "--reason", "safety").code()).isZero();
    Command late = redact(2, "--remove", "order");
    assertThat(late.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(late.err()).contains("Number 2 is taken back already");
    Command verified = Command.run("verify", pub);
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(Command.run("check", pub).code()).isZero();
  }

  @Test
  void anEditedMailTakesThePlaceOfTheWholeOne() throws Exception {
    Path edited = Files.writeString(scratch.resolve("edited.eml"), "Subject: Berth\n\nIn order.\n");
    assertThat(redact(1, "--with", edited).code()).isZero();
    try (Site site = Served.serve(pub)) {
      assertThat(Served.get(site, "/messages/1.eml").body())
          .isEqualTo("Subject: Berth\n\nIn order.\n");
    }
    Command same = redact(1, "--with", edited);
    assertThat(same.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(same.err()).contains("is the mail as it is published");
    assertThat(Command.run("verify", pub).code()).isZero();
  }

  @Test
  void refusesWordsThatAreNotThereOrWouldStay() throws IOException {
    Command absent = redact(1, "--remove", "Tove");
    assertThat(absent.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(absent.err()).contains("are not in mail 1");
    Path more = Files.createDirectory(scratch.resolve("more"));
    mail(more, "4.eml", 4, "=?utf-8?B?T2xlIEhhbnNlbg==?=", "Nothing here.");
    assertThat(Command.run("publish", more, "--into", pub).code()).isZero();
    Command stays = redact(4, "--remove", "Ole Hansen");
    assertThat(stays.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(stays.err()).contains("the header Subject", "--with", "Nothing was changed");
    assertThat(Command.run("verify", pub).out()).contains("3 entries");
  }

  @Test
  void publishesNoFileThatIsNoMail() throws IOException {
    Path picture = Files.write(scratch.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N'});
    Command wrong = redact(1, "--with", picture);
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err()).contains("picture.png is no mail");

    Command folder = redact(1, "--with", scratch);
    assertThat(folder.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.err()).contains(scratch + " is a folder");

    Command blank = redact(1, "--remove", " ");
    assertThat(blank.code()).isEqualTo(ExitCode.USAGE);
    assertThat(blank.err()).contains("--remove takes words");
    assertThat(Command.ok("verify", pub).out()).contains("2 entries");
  }

  @Test
  void asksAboutPublishedCopiesAndRedactsThemToo() throws IOException {
    Path more = Files.createDirectory(scratch.resolve("more"));
    Files.writeString(
        more.resolve("copy.eml"),
        "X-Folder: sent\n" + Files.readString(scratch.resolve("mails/1.eml")));
    assertThat(Command.run("publish", more, "--into", pub).code()).isZero();
    Command asked = redact(1, "--remove", "Ole Hansen");
    assertThat(asked.code()).isEqualTo(ExitCode.USAGE);
    assertThat(asked.err()).contains("published as 4 too");
    Command both = redact(1, "--remove", "Ole Hansen", "--with-copies");
    assertThat(both.out()).contains("Redacted in release 1: 1", "Redacted in release 2: 4");
    assertThat(Command.run("verify", pub).code()).isZero();
  }

  @Test
  void aHeldMailGoesIntoTheNextReleaseWithoutWhatWasFound() throws Exception {
    Path more = Files.createDirectory(scratch.resolve("more"));
    mail(more, "4.eml", 4, "Door", "User name: keeper\nPassword: Sea-Urchin-42\n\nSee you.");
    assertThat(Command.run("add", pub, more).out()).contains("1 held");
    String id = heldId();
    Command still =
        Command.run("redact", pub, id, "--remove", "See you", "--reason", "personal-data");
    assertThat(still.out()).contains("password", "held since the above is still found");

    Command done =
        Command.run("redact", pub, id, "--remove", "Sea-Urchin-42", "--reason", "security");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("it goes into the next release");
    assertThat(Command.run("release", pub).out()).contains("0 published, 1 redacted, 0 withheld");
    assertThat(Files.readString(pub.resolve("public/releases/2/manifest")))
        .contains("\"state\":\"redacted\"", "\"reason\":\"security\"");
    try (Site site = Served.serve(pub)) {
      assertThat(Served.get(site, "/messages/4").body())
          .contains("taken out before it was published", "keeper")
          .doesNotContain("Urchin")
          .doesNotContain("See you");
      assertThat(Served.get(site, "/search?q=urchin").body())
          .doesNotContain("href=\"/messages/4\"");
    }
    assertThat(Command.run("verify", pub).code()).isZero();
    assertThat(Command.run("check", pub).code()).isZero();
  }

  @Test
  void waitingMailsThatQuoteWhatWasRemovedAreHeld() throws IOException {
    String secret =
        "The boat with the grey sail brings the papers at four in the morning, and nobody at the quay may know of it until then.";
    Path first = Files.createDirectory(scratch.resolve("first"));
    mail(first, "4.eml", 4, "Papers", secret);
    assertThat(Command.run("publish", first, "--into", pub).code()).isZero();
    Path next = Files.createDirectory(scratch.resolve("next"));
    mail(next, "5.eml", 5, "Re: Papers", "Good.\n\nAnn wrote:\n> " + secret);
    assertThat(Command.run("add", pub, next).out()).contains("1 waiting");

    Command done = redact(4, "--remove", secret);

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("1 mail is held now");
    assertThat(Command.run("held", pub).out()).contains("quotes-withheld");
  }

  private Command redact(int number, Object... how) {
    Object[] all = new Object[how.length + 5];
    all[0] = "redact";
    all[1] = pub;
    all[2] = number;
    all[3] = "--reason";
    all[4] = "personal-data";
    System.arraycopy(how, 0, all, 5, how.length);
    return Command.run(all);
  }

  private String heldId() {
    Matcher matcher = ID.matcher(Command.run("held", pub, "--json").out());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static void mail(Path folder, String name, int day, String subject, String text)
      throws IOException {
    Files.writeString(
        folder.resolve(name),
        """
        From: Ann <ann@harbour.example>
        To: bob@harbour.example
        Message-ID: <%d@harbour.example>
        Date: Mon, 0%d Jun 2015 12:00:00 +0000
        Subject: %s

        %s
        """
            .formatted(day, day, subject, text));
  }
}
