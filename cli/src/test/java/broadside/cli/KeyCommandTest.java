package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import broadside.intake.IntakeException;
import broadside.intake.sign.Keys;
import broadside.proof.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of people elsewhere. */
class KeyCommandTest {
  private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");

  @TempDir private Path scratch;
  private Path secret;
  private Path next;
  private Path wrong;
  private Path file;

  @BeforeEach
  void passphrases() throws IOException {
    secret = Files.writeString(scratch.resolve("secret"), "high water at nine\n");
    next = Files.writeString(scratch.resolve("next"), "low water at three\n");
    wrong = Files.writeString(scratch.resolve("wrong"), "slack water\n");
    file = scratch.resolve("first.key");
  }

  @Test
  @Tag("slow")
  void makesAndShowsAnEditorsKey() throws IOException {
    Command made = Command.run("key", "new", "first", "--to", file, "--passphrase-file", secret);
    assertThat(made.code()).as(made.err()).isZero();
    String key = open(secret).verifier().print();
    assertThat(made.out())
        .contains("Key " + key)
        .contains("encrypted")
        .doesNotContain("not encrypted")
        .contains("policy PUB --add-editor \"first " + key + "\"");
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(Files.readString(file)).doesNotContain("high water");

    Command shown = Command.run("key", "show", file);
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("Key " + key, "for notes", "encrypted");
    assertThat(Command.run("key", "show", file, "--json").out())
        .contains("\"key\":\"" + key + "\"", "\"encrypted\":true", "\"cosigner\":false");
  }

  @Test
  void makesABareKeyWhereNobodyIsAtATerminalAndSaysSo() {
    Command made = Command.run("key", "new", "first", "--to", file);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("not encrypted: whoever has the file can sign");
  }

  @Test
  void neverOverwritesWhatIsThere() throws IOException {
    Files.writeString(file, "something");
    Path link = Files.createSymbolicLink(scratch.resolve("link.key"), scratch.resolve("nothing"));
    for (Path there : List.of(file, link)) {
      Command refused =
          Command.run("key", "new", "first", "--to", there, "--passphrase-file", secret);
      assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err()).contains("is there already; a key is never overwritten");
    }
    assertThat(file).hasContent("something");
    assertThat(scratch.resolve("nothing")).doesNotExist();
  }

  @Test
  void refusesNamesThatCannotBeAndFilesThatAreNoKeys() throws IOException {
    for (String name : new String[] {"", "a b", "a+b", "../a", "example.org/a"}) {
      assertThat(Command.run("key", "new", name, "--to", file).code())
          .as(name)
          .isEqualTo(ExitCode.USAGE);
    }
    assertThat(file).doesNotExist();
    assertThat(Command.run("key", "new", "a b", "--cosigner", "--to", file).code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Command.run("key").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Command.run("key", "show", file).code()).isEqualTo(ExitCode.BAD_INPUT);
    Files.write(file, new byte[1 << 20]);
    for (String verb : new String[] {"show", "passphrase"}) {
      Command refused = Command.run("key", verb, file);
      assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err()).contains("first.key", "no key of Broadside");
    }
  }

  @Test
  @Tag("slow")
  void changesAPassphrase() throws IOException {
    make();
    byte[] before = Files.readAllBytes(file);
    Command refused =
        Command.run(
            "key", "passphrase", file, "--passphrase-file", wrong, "--new-passphrase-file", next);
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("the passphrase is wrong");
    Command nobody = Command.run("key", "passphrase", file, "--passphrase-file", secret);
    assertThat(nobody.code()).isNotZero();
    assertThat(nobody.err()).contains("--new-passphrase-file");
    assertThat(file).hasBinaryContent(before);

    SigningKey key = open(secret);
    Command changed = change();
    assertThat(changed.code()).as(changed.err()).isZero();
    assertThat(changed.out()).contains(key.verifier().print(), "encrypted");
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(open(next).verifier()).isEqualTo(key.verifier());
    assertThat(isOpenedBy(secret)).isFalse();
    try (var all = Files.list(scratch)) {
      assertThat(all).hasSize(4); // three passphrases and the key
    }
  }

  @Test
  @Tag("slow")
  void overwritesTheOldFileUnlessItHasAnotherName() throws IOException {
    make();
    Path former = scratch.resolve("former");
    Path link = scratch.resolve("link.key");
    Files.createSymbolicLink(link, file);
    try (var open = Files.newByteChannel(file)) {
      assertThat(change().err()).isEmpty();
      byte[] old = new byte[(int) open.size()];
      assertThat(open.read(java.nio.ByteBuffer.wrap(old))).isEqualTo(old.length);
      assertThat(old).containsOnly(0);
    }
    Files.createLink(former, file);
    Command again =
        Command.run(
            "key", "passphrase", link, "--passphrase-file", next, "--new-passphrase-file", secret);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("hard link");
    assertThat(link).isSymbolicLink();
    assertThat(isOpenedBy(secret)).isTrue();
    Files.move(former, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(isOpenedBy(next)).isTrue();
  }

  /** Killed at each call on the key's file, and on what is to take its place. */
  @Test
  @Tag("acceptance")
  void aKilledChangeLeavesAKeyThatOnePassphraseOpens() throws IOException, InterruptedException {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/strace"))).as("strace is there").isTrue();
    make();
    byte[] before = Files.readAllBytes(file);
    Path aside = scratch.resolve("first.key.new");
    Path trace = scratch.resolve("trace");
    int killed = 0;
    int old = 0;
    for (String call : new String[] {"fsync", "rename"}) {
      for (int n = 1; ; n++) {
        Files.write(file, before);
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-q"));
        command.addAll(List.of("-e", "trace=" + call, "-o", trace.toString()));
        command.addAll(List.of("-e", "inject=%s:signal=KILL:when=%d".formatted(call, n)));
        List.of(file, aside, scratch).forEach(p -> command.addAll(List.of("-P", p.toString())));
        run(command);
        boolean isKilled =
            Files.readString(trace, StandardCharsets.ISO_8859_1).contains("killed by SIGKILL");
        boolean isOld = isOpenedBy(secret);
        assertThat(isOld).as("%s %d", call, n).isNotEqualTo(isOpenedBy(next));
        assertThat(Command.run("key", "show", file).code()).isZero();
        old += isOld ? 1 : 0;
        if (!isKilled) {
          assertThat(isOld).as("%s %d", call, n).isFalse();
          break;
        }
        killed++;
      }
    }
    assertThat(killed).isGreaterThan(3);
    assertThat(old).isBetween(1, killed - 1);
    assertThat(rights(file)).isEqualTo("rw-------");
  }

  private void run(List<String> strace) throws IOException, InterruptedException {
    List<String> command =
        CommandProcess.line(
            strace,
            "key",
            "passphrase",
            file,
            "--passphrase-file",
            secret,
            "--new-passphrase-file",
            next);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
  }

  /** Two editors whose keys never lay where the publisher is, from the second policy on. */
  @Test
  @Tag("slow")
  void editorsElsewhereTakeOverFromTheFoundingKey() throws IOException {
    Path pub = scratch.resolve("pub");
    assertThat(Command.run("init", pub, "--title", "Port").code()).isZero();
    List<String> line = new ArrayList<>(List.of("policy", pub.toString()));
    for (String editor : new String[] {"one", "two"}) {
      String made =
          Command.run(
                  "key",
                  "new",
                  editor,
                  "--to",
                  scratch.resolve(editor + ".key"),
                  "--passphrase-file",
                  secret,
                  "--json")
              .out();
      Matcher key = KEY.matcher(made);
      assertThat(key.find()).as(made).isTrue();
      line.addAll(List.of("--add-editor", editor + " " + key.group(1)));
    }
    Path change = scratch.resolve("change");
    line.addAll(List.of("--remove-editor", "editor", "--threshold", "2"));
    line.addAll(List.of("--propose", change.toString()));
    Command proposed = Command.run(line.toArray());
    assertThat(proposed.code()).as(proposed.err()).isZero();
    Path founding = pub.resolve("private/keys/editor.key");
    Command published =
        Command.run(
            "policy",
            pub,
            "--publish",
            sign(change, "editor", founding),
            sign(change, "one", scratch.resolve("one.key")),
            sign(change, "two", scratch.resolve("two.key")));
    assertThat(published.code()).as(published.err()).isZero();
    Files.delete(founding);

    Path mail = scratch.resolve("1.eml");
    Files.writeString(mail, "From: a@port.example\nSubject: Lamps\n\nLit at dusk.\n");
    assertThat(Command.run("add", pub, mail).code()).isZero();
    assertThat(Command.run("release", pub).err()).contains("the keys of 0 are here");
    Path proposal = scratch.resolve("proposal");
    assertThat(Command.run("release", pub, "--propose", "--to", proposal).code()).isZero();
    Command released =
        Command.run(
            "release",
            pub,
            "--publish",
            sign(proposal, "one", scratch.resolve("one.key")),
            sign(proposal, "two", scratch.resolve("two.key")));
    assertThat(released.code()).as(released.err()).isZero();
    Command verified = Command.run("verify", pub);
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("Policy 2: 2 of 2 editors (one, two)");
  }

  @Test
  @Tag("slow")
  void aMirrorsKeyIsForCosignatures() throws IOException {
    Command made =
        Command.run(
            "key",
            "new",
            "mirror.example/1",
            "--cosigner",
            "--to",
            file,
            "--passphrase-file",
            secret);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("for cosignatures", "Key mirror.example/1+");
    Path editors = scratch.resolve("editors.key");
    assertThat(Command.run("key", "new", "first", "--to", editors).code()).isZero();
    Command refused =
        Command.run("mirror", "http://127.0.0.1:1/", scratch.resolve("copy"), "--key", editors);
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("key new NAME --cosigner");
    Command taken =
        Command.run(
            "mirror",
            "http://127.0.0.1:1/",
            scratch.resolve("copy"),
            "--key",
            file,
            "--passphrase-file",
            secret);
    assertThat(taken.code()).as(taken.err()).isEqualTo(ExitCode.UNREACHABLE);
  }

  private Path sign(Path proposal, String editor, Path key) {
    Command signed =
        Command.run(
            "sign", proposal.resolve("statement.txt"), "--key", key, "--passphrase-file", secret);
    assertThat(signed.code()).as(signed.err()).isZero();
    return proposal.resolve("statement." + editor + ".note");
  }

  private void make() {
    assertThat(Command.run("key", "new", "first", "--to", file, "--passphrase-file", secret).code())
        .isZero();
  }

  private Command change() {
    return Command.run(
        "key", "passphrase", file, "--passphrase-file", secret, "--new-passphrase-file", next);
  }

  private SigningKey open(Path passphrase) throws IOException {
    char[] typed = Files.readString(passphrase).strip().toCharArray();
    return Keys.open(file, name -> typed);
  }

  private boolean isOpenedBy(Path passphrase) throws IOException {
    try {
      SigningKey _ = open(passphrase);
      return true;
    } catch (IntakeException e) {
      assertThat(e).hasMessageContaining("passphrase is wrong");
      return false;
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
