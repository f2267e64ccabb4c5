package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command as a user without rights, as the public server does. */
@Tag("slow")
class OtherUserTest {
  private static final String NOBODY = "65534";
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.:]+/");

  @TempDir private Path scratch;

  @BeforeEach
  void openTheScratchDirectory() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("only root can run a command as another user")
        .isEqualTo("root");
    rights(scratch, "rwxr-xr-x");
  }

  @Test
  void servesWithoutAnyRightToThePrivateDirectory() throws IOException, InterruptedException {
    Path pub = scratch.resolve("pub");
    Path mbox =
        Files.writeString(
            scratch.resolve("m.mbox"),
            "From a@port.example Mon Mar  2 09:00:00 2020\nFrom: a@port.example\nSubject: Tides\n\nHigh.\n");
    assertThat(Command.run("publish", mbox, "--into", pub).code()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pub.resolve("private"))))
        .isEqualTo("rwx------");

    Process server = start("serve", pub.toString(), "--port", "0");
    try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
      Matcher address = ADDRESS.matcher(String.valueOf(out.readLine()));
      assertThat(address.find()).isTrue();
      String page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(address.group() + "messages/1")).build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(page).contains("Tides").contains("High.");
      assertThat(run("status", pub.toString()))
          .contains("private may not be read or written by this user");
    } finally {
      server.destroy();
      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void saysThatASourceMayNotBeRead() throws IOException, InterruptedException {
    Path home = Files.createDirectory(scratch.resolve("home"));
    rights(home, "rwxrwxrwx");
    Path source = Files.writeString(scratch.resolve("secret.mbox"), "From a\n\n");
    rights(source, "rw-------");

    assertThat(run("init", home.resolve("pub").toString(), "--title", "Port")).contains("Made");
    assertThat(run("add", home.resolve("pub").toString(), source.toString()))
        .contains("secret.mbox may not be read by this user");
  }

  @Test
  void refusesOneFileThatMayNotBeReadAndTakesTheOthers() throws IOException, InterruptedException {
    Path home = Files.createDirectory(scratch.resolve("home"));
    rights(home, "rwxrwxrwx");
    Path folder = Files.createDirectory(scratch.resolve("mails"));
    rights(folder, "rwxr-xr-x");
    String mail = "From: a@port.example\nSubject: Tides\n\nHigh.\n";
    rights(Files.writeString(folder.resolve("1.eml"), mail), "---------");
    rights(Files.writeString(folder.resolve("2.eml"), mail), "rw-r--r--");
    String pub = home.resolve("pub").toString();

    assertThat(run("init", pub, "--title", "Port")).contains("Made");
    assertThat(run("add", pub, folder.toString()))
        .contains("1 new", "1 refused", "mails could not be read whole");
    assertThat(run("status", pub, "--refused"))
        .contains("1.eml at byte 0: unreadable: this user has no right to read it");
  }

  private String run(String... args) throws IOException, InterruptedException {
    Process process = start(args);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return out;
  }

  private Process start(String... args) throws IOException {
    List<String> before =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    List<String> options = List.of("-Djava.io.tmpdir=/tmp", "-cp", readableClassPath());
    return new ProcessBuilder(CommandProcess.line(before, options, (Object[]) args))
        .directory(scratch.toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** The class path of this test, copied to where another user may read it. */
  private String readableClassPath() throws IOException {
    Path copy = scratch.resolve("classes");
    List<String> entries = new ArrayList<>();
    boolean isNew = Files.notExists(copy);
    if (isNew) {
      Files.createDirectory(copy);
      rights(copy, "rwxr-xr-x");
    }
    String[] path = CommandProcess.CLASS_PATH.split(File.pathSeparator, -1);
    for (int i = 0; i < path.length; i++) {
      Path from = Path.of(path[i]);
      Path to = copy.resolve(i + (Files.isDirectory(from) ? "" : ".jar"));
      if (isNew && Files.exists(from)) {
        copy(from, to);
      }
      entries.add(to.toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target);
        rights(target, Files.isDirectory(target) ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
  }

  private static void rights(Path file, String rights) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }
}
