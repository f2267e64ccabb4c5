package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads, and a script gets, when the input is wrong. */
class BadInputTest {
  private static final String MAIL =
      """
      From clerk@port.example Mon Mar  2 09:00:00 2020
      From: Clerk <clerk@port.example>
      To: All <all@port.example>
      Date: Mon, 2 Mar 2020 09:00:00 +0000
      Subject: Opening hours
      Message-ID: <hours@port.example>

      The office opens at nine.

      """;

  @TempDir private Path scratch;

  @Test
  void saysThatASourceIsNotThere() throws IOException {
    Path pub = init();

    Command result = Command.run("add", pub, scratch.resolve("nothing.mbox"));

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("no file or folder").contains("nothing.mbox");
  }

  @Test
  void saysThatThereIsNoPublication() {
    Command result = Command.run("status", scratch.resolve("nowhere"));

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("is no publication").contains("broadside init");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "serve", "check"})
  void saysThatThereIsNothing(String command) {
    Command none = Command.run(command, scratch.resolve("none"));
    assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(none.err()).contains("There is no file or folder " + scratch.resolve("none") + ".");
  }

  @Test
  void saysThatAMailIsVerifiedWithItsProof() throws IOException {
    Path mail = Files.writeString(scratch.resolve("1.eml"), "Subject: Tide\n\nHigh.\n");
    Command alone = Command.run("verify", mail);
    assertThat(alone.code()).isEqualTo(ExitCode.USAGE);
    assertThat(alone.err()).contains("A mail is verified with its proof");
  }

  @Test
  void refusesToMakeAPublicationOverAnother() throws IOException {
    Path pub = init();

    Command result = Command.run("init", pub, "--title", "Again");

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("is there already");
  }

  @Test
  void makesNoPublicationOfWhatIsSomethingElse() throws IOException {
    Path mbox = Files.writeString(scratch.resolve("m.mbox"), MAIL);
    for (Object[] command :
        new Object[][] {
          {"init", mbox}, {"publish", mbox, "--into", mbox}, {"demo", "--into", mbox}
        }) {
      Command result = Command.run(command);
      assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(result.err()).isEqualTo("broadside: " + mbox + " is a file; choose a new name.\n");
    }
    Command folder = Command.run("init", scratch);
    assertThat(folder.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.err()).contains(scratch + " holds other files; choose a new name");
    assertThat(scratch)
        .isDirectoryContaining("glob:**/m.mbox")
        .isDirectoryNotContaining("glob:**/p*");
  }

  @Test
  void saysThatAFileIsEmpty() throws IOException {
    assertNoMail(Files.createFile(scratch.resolve("empty.mbox")), "empty");
  }

  @Test
  void saysThatAFileHoldsNoMail() throws IOException {
    assertNoMail(
        Files.writeString(scratch.resolve("list.txt"), "milk\nbread\n\nFromage\n"), "not-mail");
  }

  @Test
  void saysThatABinaryIsNoMbox() throws IOException {
    byte[] noise = new byte[3_000_000];
    new Random(7).nextBytes(noise);

    assertNoMail(Files.write(scratch.resolve("archive.mbox"), noise), "not-mail");
  }

  @Test
  @Tag("slow")
  void takesWhatATruncatedGzipStillHolds() throws IOException {
    Path source = cutArchive();
    Path pub = init();

    Command added = Command.run("add", pub, source);

    assertThat(added.code()).as(added.out()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(added.out()).contains("1 refused").contains("truncated");
    assertThat(added.err())
        .contains(
            "cut.mbox.gz could not be read whole", "What could be read is in", "add it again");
    assertThat(Command.run("add", pub, source).code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(Command.run("status", pub, "--refused").out()).contains("truncated");
    assertThat(Command.run("release", pub).code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void releasesNothingByItselfOfASourceThatIsCut() throws IOException {
    Path source = cutArchive();
    Path pub = scratch.resolve("pub");

    Command result = Command.run("publish", source, "--into", pub);

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(result.err()).contains("could not be read whole");
    assertThat(pub.resolve("public/releases/1")).doesNotExist();
  }

  @Test
  void makesNoPublicationOfASourceThatIsNotThere() {
    Path pub = scratch.resolve("pub");

    Command result = Command.run("publish", scratch.resolve("nothing.mbox"), "--into", pub);

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("no file or folder").contains("nothing.mbox");
    assertThat(pub).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve pub --port 99999",
        "serve pub --port -1",
        "serve pub --port http",
        "preview pub --port 65536",
        "release pub --messages 0",
        "release pub --messages -3",
        "release pub --times 0",
        "held pub --limit -1",
      })
  void namesTheOptionWhoseNumberIsOutOfRange(String line) {
    Command result = Command.run((Object[]) line.split(" ", -1));

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("Invalid value for option '--", "must be a number from");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve pub --proxy facade.cafe",
        "serve pub --proxy localhost",
        "run pub --proxy 192.0.2.7:80",
        "mirror https://a.example/ copy --serve --proxy nginx",
        "witness w --proxy 192.0.2.0/24",
        "serve pub --address letters.example",
        "serve pub --address ftp://letters.example/",
        "serve pub --address https:///path",
        "serve pub --address https://letters.example/?a=b",
        "serve pub --address https://letters.example/#a",
        "serve pub --address https://me@letters.example/",
        "run pub --address mailto:desk@letters.example",
        "serve pub --host ",
      })
  void namesTheOptionWhoseAddressIsNone(String line) {
    Command result = Command.run((Object[]) line.split(" ", -1));

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("Invalid value for option '--", "such as ")
        .containsAnyOf(
            "it must be an IP address",
            "it must be an address of http or https",
            "it must be an address of this machine");
  }

  @Test
  void saysThatAnAddressIsNoneOfThisMachine() throws IOException {
    Command result = Command.run("serve", released(), "--host", "203.0.113.9", "--port", "0");

    assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(result.err()).contains("203.0.113.9 is no address of this machine");
  }

  /** As it stands in a URL; none of this machine, so that the command ends. */
  @Test
  void takesAnAddressInBrackets() throws IOException {
    Command result = Command.run("serve", released(), "--host", "[2001:db8::9]", "--port", "0");

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(result.err()).contains("broadside: 2001:db8::9 is no address of this machine");
  }

  @Test
  void namesAReleaseThatCannotBeReadInTheStatus() throws IOException {
    Path pub = released();
    Path statement = pub.resolve("public/releases/1/statement");
    Files.writeString(statement, Files.readString(statement).replaceFirst("/v1 ", "/v9 "));

    Command result = Command.run("status", pub);

    assertThat(result.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(result.err()).contains("Release 1 cannot be read: of a newer format");
    assertThat(result.out()).contains("No release that can be read.").doesNotContain("yet");
  }

  @Test
  void saysWhatToDoAboutADamagedFile() throws IOException {
    Path pub = released();
    Files.writeString(pub.resolve("public/releases/1/manifest"), "{}\n");

    Command result = Command.run("check", pub);

    assertThat(result.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(result.err()).contains("Release 1 is damaged: manifest ");
    assertThat(result.out()).contains("Restore what is named from a copy");
  }

  @Test
  void saysThatAPortIsInUse() throws IOException {
    Path pub = init();
    assertThat(Command.run("add", pub, Files.writeString(scratch.resolve("m.mbox"), MAIL)).code())
        .isZero();
    assertThat(Command.run("release", pub).code()).isZero();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

      Command result = Command.run("serve", pub, "--port", taken.getLocalPort());

      assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(result.err()).contains(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void publishesNothingWhereThePortIsInUse() throws IOException {
    Path mbox = Files.writeString(scratch.resolve("m.mbox"), MAIL);
    Path pub = scratch.resolve("pub");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      for (Object[] command :
          new Object[][] {
            {"publish", mbox, "--into", pub, "--serve", "--port", port},
            {"demo", "--into", pub, "--port", port}
          }) {
        Command result = Command.run(command);
        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(result.err()).contains("Port " + port + " of 127.0.0.1 is in use");
        assertThat(result.out()).isEmpty();
        assertThat(pub).doesNotExist();
      }
    }
  }

  @Test
  void saysThatTheLedgerIsDamaged() throws IOException {
    Path pub = init();
    Files.writeString(pub.resolve("private/ledger.db"), "this was a database once");

    Command result = Command.run("status", pub);

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("ledger").contains("damaged").contains("restore");
  }

  @Test
  void namesADamagedReleaseOnce() throws IOException {
    Path pub = init();
    assertThat(Command.run("add", pub, Files.writeString(scratch.resolve("m.mbox"), MAIL)).code())
        .isZero();
    assertThat(Command.run("release", pub).code()).isZero();
    Files.delete(pub.resolve("public/releases/1/salts"));

    Command result = Command.run("check", pub);

    assertThat(result.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(result.err())
        .startsWith("broadside: Release 1 is damaged: ")
        .contains("/releases/1/salts is missing.");
    assertThat(Command.run("verify", pub).out())
        .contains("of the mails ")
        .doesNotContain("every mail that they hold");
  }

  @Test
  void saysHowAPublicationGoesOnWhoseLogWasNotPublished() throws IOException {
    Path pub = init();
    Files.delete(pub.resolve("public/checkpoint")); // as where init was stopped before it

    Command result = Command.run("init", pub, "--title", "Port");

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("\"broadside policy " + pub + " --renew\" goes on");
    Command.ok("policy", pub, "--renew");
    Command.ok("verify", pub);
    assertThat(Command.run("init", pub, "--title", "Port").err())
        .contains("is there already; choose a new name, or add to it");
  }

  /** In founding, in the ledger, and before or while mails are added, as the disk is larger. */
  @ParameterizedTest
  @ValueSource(ints = {40, 200, 500, 900})
  @Tag("slow")
  void goesOnWithRoomWhereTheDiskWasFull(int kilobytes) throws IOException, InterruptedException {
    Path mails = noisyMails();
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    assumeThat(inNamespace("mount -t tmpfs -o size=64k none disk").code())
        .as("this user may mount a file system of its own, which fills up")
        .isZero();
    Path pub = disk.resolve("pub");

    Command result =
        inNamespace(
            """
            mount -t tmpfs -o size=100m none disk
            head -c $(((100 * 1024 - %d) * 1024)) /dev/zero > disk/other
            broadside publish %s --into %s
            echo "ended with $?"
            rm disk/other
            broadside publish %s --into %s
            echo "ended with $?"
            broadside verify %s && broadside check %s
            """
                .formatted(kilobytes, mails, pub, mails, pub, pub, pub));

    assertThat(result.err().lines().filter(line -> line.startsWith("broadside: ")))
        .as(result.err())
        .singleElement()
        .asString()
        .containsAnyOf("The disk is full", "but the disk has")
        .containsAnyOf("free some space and run the command again", "make room first");
    assertThat(result.out())
        .containsSubsequence(
            "ended with 69\n",
            "200 new, 0 duplicate",
            "Release 1: numbers 1 to 200",
            "ended with 0\n",
            "It holds.");
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void namesAnUnknownCommand() {
    assertThat(Command.run("publsh").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Command.run("publsh").err()).contains("publsh");
  }

  @Test
  void everyCommandHelpsWithAnExample() {
    String all = Command.run("--help").out();
    Matcher commands = Pattern.compile("(?m)^  ([a-z]+[a-z-]*) +[A-Z]").matcher(all);
    int count = 0;
    while (commands.find()) {
      String command = commands.group(1);
      count++;
      Command help = Command.run(command, "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out())
          .as(command)
          .containsAnyOf("Example: broadside " + command, "Commands:")
          .contains("Exit: ");
    }
    assertThat(count).isGreaterThan(30);
  }

  @Test
  void anEmptyFolderIsCalledSo() throws IOException {
    Path empty = Files.createDirectory(scratch.resolve("nothing"));
    Command result = Command.run("add", init(), empty);
    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("no mail was found in nothing: there is nothing in it.");
  }

  private void assertNoMail(Path source, String reason) throws IOException {
    Path pub = init();

    Command result = Command.run("add", pub, source);

    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err())
        .contains("no mail was found in " + source.getFileName())
        .containsAnyOf("an empty file", "begins neither with mail headers nor as an archive");
    assertThat(result.out()).contains("1 refused");
    assertThat(Command.run("status", pub, "--refused").out())
        .contains(source.getFileName() + " at byte 0: " + reason);
  }

  /** The first half of an mbox.gz of 2,000 mails. */
  private Path cutArchive() throws IOException {
    Random chance = new Random(7);
    StringBuilder mbox = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      mbox.append(MAIL.replace("hours@", i + "." + chance.nextLong() + "@"));
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(mbox.toString().getBytes(StandardCharsets.US_ASCII));
    }
    return Files.write(
        scratch.resolve("cut.mbox.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
  }

  /** 200 mails that cannot be packed well. */
  private Path noisyMails() throws IOException {
    Random chance = new Random(7);
    StringBuilder mbox = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      mbox.append(MAIL.replace("hours@", i + "@"));
      for (int line = 0; line < 20; line++) {
        mbox.append("%016x %016x\n".formatted(chance.nextLong(), chance.nextLong()));
      }
      mbox.append('\n');
    }
    return Files.writeString(scratch.resolve("mails.mbox"), mbox);
  }

  /** Runs lines of the shell with mounts of their own, and the command as it is on this path. */
  private Command inNamespace(String lines) throws IOException, InterruptedException {
    String command =
        "broadside() { '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' broadside.cli.Main \"$@\"; }\n"
            .formatted(CommandProcess.JAVA, CommandProcess.CLASS_PATH);
    Path script = Files.writeString(scratch.resolve("script"), command + lines + "\n");
    String unshare = System.getProperty("user.name").equals("root") ? "unshare -m" : "unshare -rm";
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    Process process =
        new ProcessBuilder("sh", "-c", unshare + " sh \"$0\"", script.toString())
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Command(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  private Path released() throws IOException {
    Path pub = init();
    assertThat(Command.run("add", pub, Files.writeString(scratch.resolve("m.mbox"), MAIL)).code())
        .isZero();
    assertThat(Command.run("release", pub).code()).isZero();
    return pub;
  }

  private Path init() {
    Path pub = scratch.resolve("pub");
    assertThat(Command.run("init", pub, "--title", "Port").code()).isZero();
    return pub;
  }
}
