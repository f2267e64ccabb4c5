package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, with stand-ins for JDKs and Maven, and its usual places below the scratch
 * directory.
 */
@Tag("slow")
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("broadside.root"));

  /** What the launcher and the build run, besides a JDK. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "dirname",
          "find",
          "flock",
          "grep",
          "head",
          "locale",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "sort",
          "tail",
          "touch");

  private static final String SETPRIV = "/usr/bin/setpriv";

  private static final String NO_JDK =
      "broadside: no JDK 25.0.3 or newer was found in JAVA_HOME, on the PATH or in the usual places; install one (Eclipse Temurin 25, say) and run this again.\n";

  @TempDir private Path scratch;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * What a run of the launcher came to.
   *
   * @param out what it said, errors included
   */
  private record Result(int code, String out) {}

  @BeforeEach
  void copy() throws IOException {
    String launcher = Files.readString(ROOT.resolve("broadside"));
    for (String place : List.of("/usr/lib/jvm/", "/opt/", "/usr/java/", "/Library/")) {
      assertThat(launcher).contains(" " + place);
      launcher = launcher.replace(" " + place, " " + scratch + place);
    }
    executable("broadside", launcher);
    Files.createDirectories(scratch.resolve("dev"));
    Files.writeString(
        scratch.resolve("dev/build"),
        "build_when_stale() { :; }\nwork_that_ends=\nrehearsed_work=\n");
    Path tools = Files.createDirectory(scratch.resolve("tools"));
    for (String tool : TOOLS) {
      for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
        if (Files.isExecutable(Path.of(place, tool)) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), Path.of(place, tool));
        }
      }
    }
    environment.put("PATH", tools.toString());
    environment.put("HOME", Files.createDirectory(scratch.resolve("home")).toString());
  }

  @Test
  void takesTheLettersOfTheCommandLineInAnyLocale() throws IOException {
    environment.put("JAVA_HOME", realJdk());
    assumeThat(run("locale -a | grep -i '^C.UTF-*8'").out())
        .as("the locale C.UTF-8 is there")
        .isNotEmpty();
    assertTitle("unset LC_ALL LC_CTYPE LANG");
    assertTitle("unset LC_ALL LC_CTYPE; export LANG=C");
    assertTitle("export LC_ALL=POSIX");
    assertTitle("unset LC_ALL LC_CTYPE; export LANG=xx_XX.UTF-8");
  }

  private void assertTitle(String locale) throws IOException {
    Path pub = scratch.resolve("pub");
    Result said = run(locale + "\n./broadside init pub --title 'Möwe über Łódź'");
    assertThat(pub.resolve("public/about"))
        .as(said.out())
        .content()
        .contains("title Möwe über Łódź\n");
    run("rm -rf pub");
  }

  /** Of JAVA_HOME, the path and the usual places, in this order. */
  @ParameterizedTest
  @CsvSource({
    "25.0.3, 26, 26, named",
    "21.0.4, 25.0.3, 26, path",
    "25.0.2, 17.0.12, 25.0.3, usr/lib/jvm/usual",
  })
  void takesTheFirstJdkThatIsNewEnough(String named, String path, String usual, String taken)
      throws IOException {
    environment.put("JAVA_HOME", jdk("named", named));
    onPath(jdk("path", path));
    jdk("usr/lib/jvm/usual", usual);
    assertRuns(taken);
  }

  @Test
  void followsALinkOnThePath() throws IOException {
    jdk("path", "25.0.3");
    Path java = scratch.resolve("path/bin/java");
    Files.createSymbolicLink(scratch.resolve("alternative"), java);
    Files.createSymbolicLink(scratch.resolve("tools/java"), scratch.resolve("alternative"));
    assertRuns("path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/lib/jvm/new",
        "opt/some-jdk-25",
        "opt/java/new",
        "usr/java/new",
        "home/.sdkman/candidates/java/new",
        "home/.jdks/new",
        "home/.local/share/mise/installs/java/new",
        "Library/Java/JavaVirtualMachines/new/Contents/Home",
      })
  void looksInTheUsualPlacesWhereTheOthersAreTooOld(String place) throws IOException {
    environment.put("JAVA_HOME", jdk("named", "25.0.2"));
    onPath(jdk("path", "17.0.12"));
    jdk("usr/lib/jvm/another", "21");
    jdk(place, "25.0.3");
    assertRuns(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3", "25.0.3+9", "25.0.3.1", "25.0.10", "25.1", "26", "26-ea"})
  void takesAVersion(String version) throws IOException {
    environment.put("JAVA_HOME", jdk("named", version));
    assertRuns("named");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.2", "25.0.2+10", "25", "25-ea", "24.0.9", "9.0.4", "1.8.0_402", ""})
  void refusesAVersion(String version) throws IOException {
    environment.put("JAVA_HOME", jdk("named", version));
    assertThat(run("./broadside status")).isEqualTo(new Result(ExitCode.UNAVAILABLE, NO_JDK));
  }

  @Test
  void saysInOneSentenceThatThereIsNoJdk() throws IOException {
    assertThat(run("./broadside status")).isEqualTo(new Result(ExitCode.UNAVAILABLE, NO_JDK));
    environment.put("JAVA_HOME", scratch.resolve("nowhere").toString());
    assertThat(run("./broadside status")).isEqualTo(new Result(ExitCode.UNAVAILABLE, NO_JDK));
  }

  /** It has no compiler, with which the command is built. */
  @Test
  void passesOverWhatIsNoJdk() throws IOException {
    String home = jdk("named", "25.0.3");
    Files.delete(Path.of(home, "bin/javac"));
    environment.put("JAVA_HOME", home);
    assertThat(run("./broadside status")).isEqualTo(new Result(ExitCode.UNAVAILABLE, NO_JDK));
  }

  @Test
  void asksAJdkForItsVersionThatHasNoFileOfIt() throws IOException {
    String old = jdk("named", "25.0.2");
    String good = jdk("path", "25.0.3");
    Files.delete(Path.of(old, "release"));
    Files.delete(Path.of(good, "release"));
    environment.put("JAVA_HOME", old);
    onPath(good);
    assertRuns("path");
  }

  @Test
  void runsThroughALinkToIt() throws IOException {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.3"));
    Path bin = Files.createDirectory(scratch.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("broadside"), Path.of("../broadside"));
    assertThat(run("bin/broadside status pub").out())
        .isEqualTo(scratch.resolve("jdk/bin/java") + " broadside.cli.Main status pub\n");
  }

  @Test
  void startsWorkThatEndsWithTheRehearsalOfThisBuild() throws IOException {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.3"));
    executable("jdk/bin/java", "#!/bin/sh\necho \"$*\"\n");
    executable("cli/target/app/broadside-cli.jar", "");
    age(Duration.ofHours(1));
    executable(".build/broadside.aot", "");
    assertThat(run("./broadside verify pub").out()).contains("/.build/broadside.aot");
    assertThat(run("./broadside status pub").out()).contains("/.build/broadside.aot");
    assertThat(run("./broadside mirror a b --serve").out()).doesNotContain("AOT");
    assertThat(run("./broadside serve pub").out()).doesNotContain("AOT");
    age(Duration.ofHours(1));
    touch("cli/target/app/broadside-cli.jar");
    assertThat(run("./broadside verify pub").out()).doesNotContain("AOT");
  }

  @Test
  void buildsWhereASourceIsNewerThanTheLastBuild() throws IOException {
    sources();
    Result first = run("./broadside status");
    assertThat(first.code()).as(first.out()).isZero();
    assertThat(first.out()).startsWith("broadside: first use; building.").contains("jdk/bin/java");
    assertThat(builds()).isEqualTo(1);
    assertNotBuilt();

    for (String source :
        List.of(
            "pom.xml",
            ".mvn/maven.config",
            "cli/pom.xml",
            "mail/src/main/java/Mail.java",
            "cli/src/main/resources/words.txt",
            "dev/build",
            "dev/StackMaps.java")) {
      long before = builds();
      age(Duration.ofHours(1));
      touch(source);
      Result built = run("./broadside status");
      assertThat(built.code()).as(built.out()).isZero();
      assertThat(built.out()).startsWith("broadside: sources have changed; building.\n");
      assertThat(builds()).as(source).isEqualTo(before + 1);
      assertNotBuilt();
    }
  }

  @Test
  void buildsWhereASourceIsGoneOrTheCommandIs() throws IOException {
    sources();
    run("./broadside status");
    age(Duration.ofHours(1));
    Files.delete(scratch.resolve("mail/src/main/java/Mail.java"));
    run("./broadside status");
    assertThat(builds()).isEqualTo(2);
    Files.delete(scratch.resolve("cli/target/app/broadside-cli.jar"));
    run("./broadside status");
    assertThat(builds()).isEqualTo(3);
    assertNotBuilt();
  }

  @Test
  void doesNotBuildWhereNothingOfTheCommandChanged() throws IOException {
    sources();
    run("./broadside status");
    age(Duration.ofHours(1));
    touch("README.md");
    touch("mail/src/test/java/MailTest.java");
    touch("mail/target/classes/Mail.class");
    assertNotBuilt();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhatChangedWhileItWasBuilt() throws IOException {
    sources();
    Files.writeString(scratch.resolve("edited"), "");
    run("./broadside status");
    Files.delete(scratch.resolve("edited"));
    run("./broadside status");
    assertThat(builds()).isEqualTo(2);
    assertNotBuilt();
  }

  /** Each would delete the libraries that the other has just started with. */
  @Test
  void buildsOnceWhereItIsStartedTwice() throws IOException {
    sources();
    Files.writeString(scratch.resolve("slow"), "");
    Result both = run("./broadside status & ./broadside status & wait");
    assertThat(both.out()).containsOnlyOnce("building. ").contains("is building; waiting.");
    assertThat(both.out().lines().filter(line -> line.endsWith("Main status"))).hasSize(2);
    assertThat(builds()).isEqualTo(1);
    assertNotBuilt();
  }

  @Test
  void showsTheEndOfTheLogOfABuildThatFails() throws IOException {
    sources();
    run("./broadside status");
    age(Duration.ofHours(1));
    touch("pom.xml");
    Files.writeString(scratch.resolve("broken"), "");
    for (int run = 0; run < 2; run++) {
      Result failed = run("./broadside status");
      assertThat(failed.code()).isEqualTo(ExitCode.INTERNAL);
      List<String> lines = failed.out().lines().toList();
      assertThat(lines).hasSize(32);
      assertThat(lines.getFirst()).isEqualTo("broadside: sources have changed; building.");
      assertThat(lines.get(1)).isEqualTo("line 71");
      assertThat(lines.get(30)).isEqualTo("line 100");
      assertThat(lines.getLast())
          .isEqualTo(
              "broadside: the build failed; all of its output is in %s/.build/build.log"
                  .formatted(scratch));
      assertThat(Files.readAllLines(scratch.resolve(".build/build.log"))).hasSize(100);
    }
    Files.delete(scratch.resolve("broken"));
    assertThat(run("./broadside status").code()).isZero();
    assertNotBuilt();
  }

  /** As a service does, whose user owns nothing, after its owner has brought new sources. */
  @Test
  void saysWhoIsToBuildWhereThisUserMayNot() throws IOException {
    sources();
    run("./broadside status");
    age(Duration.ofHours(1));
    touch("pom.xml");
    rights(scratch, "rwxr-xr-x");
    rights(scratch.resolve(".build"), "r-xr-xr-x");
    boolean root = System.getProperty("user.name").equals("root"); // may write everywhere
    Result refused =
        run(
            (root ? SETPRIV + " --reuid=65534 --regid=65534 --clear-groups " : "")
                + "./broadside status");
    rights(scratch.resolve(".build"), "rwxr-xr-x");
    assertThat(refused)
        .isEqualTo(
            new Result(
                ExitCode.UNAVAILABLE,
                "broadside: the command has to be built, and this user may not write in %s; start it once as the user whose it is, \"%s/broadside --help\" say.\n"
                    .formatted(scratch, scratch)));
    assertThat(run("./broadside status").code()).isZero();
    assertNotBuilt();
  }

  /** Sources, the real script that builds them, and a stand-in for Maven that counts its calls. */
  private void sources() throws IOException {
    environment.put("JAVA_HOME", jdk("jdk", "25.0.3"));
    Files.writeString(scratch.resolve("dev/build"), Files.readString(ROOT.resolve("dev/build")));
    for (String source :
        List.of(
            "pom.xml",
            "README.md",
            ".mvn/maven.config",
            "cli/pom.xml",
            "cli/src/main/resources/words.txt",
            "dev/StackMaps.java",
            "mail/pom.xml",
            "mail/src/main/java/Mail.java",
            "mail/src/test/java/MailTest.java",
            "mail/target/classes/Mail.class")) {
      Files.createDirectories(scratch.resolve(source).getParent());
      Files.writeString(scratch.resolve(source), "\n");
    }
    executable(
        "mvnw",
        """
        #!/bin/sh
        echo call >> calls
        if [ -e broken ]; then
          line=0
          while [ $line -lt 100 ]; do
            line=$((line + 1))
            echo "line $line"
          done
          exit 1
        fi
        [ ! -e slow ] || sleep 2
        if [ -e edited ]; then
          while [ -z "$(find pom.xml -newer .build/stamp.new)" ]; do touch pom.xml; done
        fi
        mkdir -p cli/target/app
        touch cli/target/app/broadside-cli.jar
        """);
    age(Duration.ofHours(2));
  }

  private long builds() throws IOException {
    return Files.readAllLines(scratch.resolve("calls")).size();
  }

  /** A run that starts the command at once, and says nothing else. */
  private void assertNotBuilt() throws IOException {
    long before = builds();
    assertRuns("jdk");
    assertThat(builds()).isEqualTo(before);
  }

  /** Makes all that is there so much older. */
  private void age(Duration by) throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path path : all.filter(p -> !Files.isSymbolicLink(p)).toList()) {
        Instant time = Files.getLastModifiedTime(path).toInstant();
        Files.setLastModifiedTime(path, FileTime.from(time.minus(by)));
      }
    }
  }

  private void touch(String file) throws IOException {
    Files.setLastModifiedTime(
        scratch.resolve(file), FileTime.from(Instant.now().minus(Duration.ofMinutes(30))));
  }

  /** The launcher runs the command with this JDK, and says nothing itself. */
  private void assertRuns(String jdk) throws IOException {
    Result result = run("./broadside status pub");
    assertThat(result)
        .isEqualTo(
            new Result(0, scratch.resolve(jdk) + "/bin/java broadside.cli.Main status pub\n"));
  }

  /** A stand-in for a JDK of this version, which says who it is and what it is to run. */
  private String jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(scratch.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    executable(name + "/bin/javac", "#!/bin/sh\n");
    executable(
        name + "/bin/java",
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2026-04-21 LTS' >&2
          exit 0
        fi
        while [ "$1" != broadside.cli.Main ]; do shift; done
        echo "$0 $*"
        """
            .formatted(version));
    return home.toString();
  }

  /** A JDK that is this one but for its class path, which is that of this test. */
  private String realJdk() throws IOException {
    String home = jdk("jdk", "25.0.3");
    executable(
        "jdk/bin/java",
        """
        #!/bin/sh
        while [ "$1" != broadside.cli.Main ]; do shift; done
        exec '%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' "$@"
        """
            .formatted(CommandProcess.JAVA, CommandProcess.CLASS_PATH));
    return home;
  }

  private void onPath(String jdk) {
    environment.put("PATH", jdk + "/bin:" + environment.get("PATH"));
  }

  /** Runs lines of the shell, in a file so that their letters are UTF-8 for sure. */
  private Result run(String lines) throws IOException {
    Path script = Files.writeString(scratch.resolve("script"), lines + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(scratch.resolve("tools/sh").toString(), script.toString())
            .directory(scratch.toFile())
            .redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return new Result(process.exitValue(), out);
  }

  private static void rights(Path file, String rights) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private void executable(String name, String text) throws IOException {
    Files.createDirectories(scratch.resolve(name).getParent());
    rights(Files.writeString(scratch.resolve(name), text), "rwxr-xr-x");
  }
}
