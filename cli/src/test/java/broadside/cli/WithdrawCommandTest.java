package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.release.Durable;
import broadside.site.Site;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published mails, taken back from the command line while a site serves them. */
class WithdrawCommandTest {
  @TempDir private Path scratch;
  private Path pub;

  @BeforeEach
  void publishMails() throws IOException {
    pub = scratch.resolve("pub");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    for (int i = 1; i <= 5; i++) {
      mail(mails, i + ".eml", i, "Berth " + i, "The tide at berth " + i + " is high.");
    }
    assertThat(Command.run("publish", mails, "--into", pub).code()).isZero();
  }

  @Test
  @Tag("slow")
  void numberStaysAndEverythingElseIsForgottenAtOnce() throws Exception {
    Path release = pub.resolve("public/releases/1");
    byte[] manifest = Files.readAllBytes(release.resolve("manifest"));
    byte[] statement = Files.readAllBytes(release.resolve("statement"));
    try (Site site = Served.serve(pub)) {
      assertThat(Served.get(site, "/messages/2").statusCode()).isEqualTo(200);
      assertThat(Served.get(site, "/search?q=berth").body()).contains("href=\"/messages/2\"");

      Command done = Command.run("withdraw", pub, 2, "--reason", "court-order");

      assertThat(done.code()).isZero();
      Served.await(site, "/messages/2", a -> a.statusCode() == 410);
      assertThat(Served.get(site, "/messages/2").body()).contains("withdrawn", "court order");
      assertThat(Served.get(site, "/messages/2.eml").statusCode()).isEqualTo(410);
      assertThat(Served.get(site, "/messages/2/source").statusCode()).isEqualTo(410);
      assertThat(Served.get(site, "/messages/2.tlog-proof").statusCode()).isEqualTo(410);
      assertThat(Served.get(site, "/search?q=berth").body())
          .contains("href=\"/messages/3\"")
          .doesNotContain("href=\"/messages/2\"");
      assertThat(Served.get(site, "/search?q=is:withdrawn").body())
          .contains("href=\"/messages/2\"");
      assertThat(Served.get(site, "/search?q=is:withheld").body())
          .doesNotContain("href=\"/messages/2\"");
      assertThat(Served.get(site, "/withdrawals").body()).contains("/messages/2", "court order");
      assertThat(Served.get(site, "/feed.atom").body())
          .contains("Taken back: one mail of release 1");
      assertThat(Served.get(site, "/").body()).contains("4 mails in all");
      assertThat(Served.get(site, "/releases/1/SHA256SUMS").body())
          .isEqualTo(Files.readString(release.resolve("SHA256SUMS")));
    }
    assertThat(release.resolve("manifest")).hasBinaryContent(manifest);
    assertThat(release.resolve("statement")).hasBinaryContent(statement);
    assertThat(names(release)).doesNotContain("000000002.eml").contains("000000003.eml");
    assertThat(Command.ok("verify", pub).out())
        .contains("every mail that they hold, 4, is", "; 0 withheld, 1 withdrawn\n");
    assertThat(Command.ok("check", pub).out())
        .contains("4 mails compared with their commitments, 0 withheld, 1 withdrawn\n");
  }

  @Test
  void waitingCopiesAndThoseThatComeLaterAreHeld() throws Exception {
    Path copies = Files.createDirectory(scratch.resolve("copies"));
    String mail = Files.readString(scratch.resolve("mails/2.eml"));
    Files.writeString(copies.resolve("waits.eml"), "X-Folder: sent\n" + mail);
    assertThat(Command.run("add", pub, copies.resolve("waits.eml")).code()).isZero();
    Command done = Command.run("withdraw", pub, 2, "--reason", "safety");
    assertThat(done.code()).isZero();
    assertThat(done.out()).contains("1 mail is held now as a copy of it.");
    Files.writeString(copies.resolve("later.eml"), "X-Folder: old\n" + mail);
    assertThat(Command.run("add", pub, copies.resolve("later.eml")).code()).isZero();
    assertThat(Command.run("status", pub, "--json").out()).contains("\"waiting\":0", "\"held\":2");
    assertThat(Command.run("release", pub).code()).isNotZero();
  }

  @Test
  @Tag("slow")
  void othersAreProvedAsBefore() throws Exception {
    assertThat(Command.run("withdraw", pub, 2, 4, "--reason", "safety").code()).isZero();
    try (Site site = Served.serve(pub)) {
      Path eml = scratch.resolve("3.eml");
      Path proof = scratch.resolve("3.tlog-proof");
      Files.writeString(eml, Served.get(site, "/messages/3.eml").body());
      Files.writeString(proof, Served.get(site, "/messages/3.tlog-proof").body());
      assertThat(Command.run("verify", eml, proof).code()).isEqualTo(ExitCode.LATER_UNCHECKED);
    }
  }

  @Test
  void filesThatWerePublishedBeforeAreRefused() throws IOException {
    Path release = pub.resolve("public/releases/1");
    Path old = scratch.resolve("old");
    copy(release, old);
    assertThat(Command.run("withdraw", pub, 2, "--reason", "safety").code()).isZero();
    for (String name : new String[] {"mail.zip", "salts", "SHA256SUMS"}) {
      byte[] now = Files.readAllBytes(release.resolve(name));
      Files.copy(old.resolve(name), release.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      assertThat(Command.run("verify", pub).code()).as(name).isEqualTo(ExitCode.FORGED);
      Files.write(release.resolve(name), now);
    }
    assertThat(Command.run("verify", pub).code()).isZero();
  }

  @Test
  void anInterruptedExchangeIsFinishedByTheNextCommand() throws IOException {
    Path release = pub.resolve("public/releases/1");
    Path old = scratch.resolve("old");
    copy(release, old);
    assertThat(Command.run("withdraw", pub, 2, "--reason", "safety").code()).isZero();
    Path done = scratch.resolve("done");
    copy(release, done);
    // The log has the withdrawal, and the directory is still the old one.
    Durable.deleteTree(release);
    copy(old, release);
    assertThat(Command.run("verify", pub).code()).isEqualTo(ExitCode.FORGED);

    assertThat(Command.run("withdraw", pub, 2, "--reason", "safety").err())
        .contains("taken back already");

    assertThat(Command.run("verify", pub).code()).isZero();
    assertThat(release.resolve("mail.zip"))
        .hasBinaryContent(Files.readAllBytes(done.resolve("mail.zip")));
    assertThat(release.resolve("SHA256SUMS"))
        .hasBinaryContent(Files.readAllBytes(done.resolve("SHA256SUMS")));
  }

  /** The log has the withdrawal, the old directory is away, and the new one is not there yet. */
  @Test
  void aReaderWaitsForAnExchangeThatIsUnderWay() throws Exception {
    Path release = pub.resolve("public/releases/1");
    try (Publication read = Publication.open(pub.resolve("public"))) {
      assertThat(Command.run("withdraw", pub, 2, "--reason", "safety").code()).isZero();
      Path aside = scratch.resolve("aside");
      Files.move(release, aside);
      CompletableFuture<Boolean> refreshed = CompletableFuture.supplyAsync(() -> refresh(read));
      Thread.sleep(200);
      Files.move(aside, release);
      assertThat(refreshed.get()).isTrue();
      assertThat(read.refused()).isEmpty();
      assertThat(Objects.requireNonNull(read.mail(2)).eml()).isNull();
      assertThat(Objects.requireNonNull(read.mail(3)).eml()).isNotNull();
    }
  }

  private static boolean refresh(Publication publication) {
    try {
      return publication.refresh();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void refusesWhatIsNotPublishedAndUnknownReasons() {
    assertThat(Command.run("withdraw", pub, 99, "--reason", "safety"))
        .satisfies(c -> assertThat(c.code()).isEqualTo(ExitCode.BAD_INPUT))
        .satisfies(c -> assertThat(c.err()).contains("Number 99 is not published."));
    assertThat(Command.run("withdraw", pub, 1, "--reason", "whim").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Command.run("verify", pub).out()).contains("2 entries");
  }

  @Test
  @Tag("slow")
  void asksAboutPublishedCopies() throws IOException {
    Path more = Files.createDirectory(scratch.resolve("more"));
    mail(more, "copy.eml", 1, "Berth 1", "The tide at berth 1 is high.", "copy");
    assertThat(Command.run("publish", more, "--into", pub).code()).isZero();

    Command asked = Command.run("withdraw", pub, 1, "--reason", "safety");
    assertThat(asked.code()).isEqualTo(ExitCode.USAGE);
    assertThat(asked.err()).contains("published as 6 too", "Nothing was changed");

    assertThat(Command.run("withdraw", pub, 1, "--reason", "safety", "--with-copies").out())
        .contains("Withdrawn from release 1: 1.", "Withdrawn from release 2: 6.");
    assertThat(Command.run("verify", pub).code()).isZero();
  }

  private static List<String> names(Path release) throws IOException {
    List<String> names = new ArrayList<>();
    try (InputStream in = Files.newInputStream(release.resolve("mail.zip"));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void mail(Path folder, String name, int day, String subject, String text)
      throws IOException {
    mail(folder, name, day, subject, text, name);
  }

  private static void mail(
      Path folder, String name, int day, String subject, String text, String id)
      throws IOException {
    Files.writeString(
        folder.resolve(name),
        """
        From: Ann <ann@harbour.example>
        To: bob@harbour.example
        Message-ID: <%s@harbour.example>
        Date: Mon, 0%d Jun 2015 12:00:00 +0000
        Subject: %s

        %s
        """
            .formatted(id, day, subject, text));
  }
}
