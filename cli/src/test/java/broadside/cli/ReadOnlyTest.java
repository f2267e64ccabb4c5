package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only reads works where nothing can be written: in a snapshot, or of somebody else. */
@Tag("slow")
class ReadOnlyTest {
  private static final List<List<String>> READERS =
      List.of(
          List.of("status", "--refused"),
          List.of("held"),
          List.of("check"),
          List.of("plan"),
          List.of("policy"));

  private static final String READ_ONLY_MOUNT =
      "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";

  @TempDir private Path scratch;
  private Path pub;

  @BeforeEach
  void publish() throws IOException {
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    TestMails.tides(mails, 3);
    Files.write(mails.resolve("5"), new byte[] {1, 2, 3});
    pub = scratch.resolve("a pub #1 100%");
    Command.ok("publish", mails, "--into", pub);
  }

  @AfterEach
  void allowWriting() throws IOException {
    setWritable(true);
  }

  @Test
  void readsWhereNobodyMayWrite() throws IOException, InterruptedException {
    List<String> before = asItIs();
    assertThat(before.getFirst()).contains("3 released", "5 at byte 0: not-mail");
    setWritable(false);
    List<Path> files = files();
    assertThat(run(withoutRights())).isEqualTo(before);
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void readsOnAFileSystemThatIsMountedToBeRead() throws IOException, InterruptedException {
    List<String> before = asItIs();
    List<Path> files = files();
    assertThat(run(readOnly())).isEqualTo(before);
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void readsWhileItsOwnerWorks() throws IOException, InterruptedException {
    try (PrivateDirectory owner = PrivateDirectory.open(pub)) {
      renameSource(owner);
      assertThat(run(readOnly()).getFirst()).contains("letters", "3 released");
    }
  }

  @Test
  void saysSoWhereTheLogCannotBeRead() throws IOException, InterruptedException {
    Path copy = scratch.resolve("snapshot");
    try (PrivateDirectory owner = PrivateDirectory.open(pub)) {
      renameSource(owner);
      Trees.copy(pub, copy);
    }
    Files.delete(copy.resolve("private/ledger.db-shm"));
    pub = copy;
    setWritable(false);
    assertThat(output(withoutRights(), ExitCode.UNAVAILABLE, "status", pub))
        .contains("lie in private/ledger.db-wal", "look at the copy");
    setWritable(true);
    assertThat(Command.ok("status", pub).out()).contains("letters");
  }

  /** A change that lies in the log beside the ledger. */
  private static void renameSource(PrivateDirectory owner) throws IOException {
    owner
        .ledger()
        .with(connection -> {
          try (var s = connection.createStatement()) {
            return s.executeUpdate("UPDATE source SET name = 'letters'");
          }
        });
    owner.ledger().commit();
  }

  /** What the commands say where all can be written. */
  private List<String> asItIs() {
    return READERS.stream().map(r -> Command.ok(line(r).toArray()).out()).toList();
  }

  private List<String> run(List<String> condition) throws IOException, InterruptedException {
    List<String> said = new ArrayList<>();
    for (List<String> reader : READERS) {
      said.add(output(condition, ExitCode.OK, line(reader).toArray()));
    }
    return said;
  }

  private List<String> line(List<String> reader) {
    List<String> line = new ArrayList<>(reader);
    line.add(1, pub.toString());
    return line;
  }

  /** A file system that is mounted to be read, or where no mounting is allowed, no rights. */
  private List<String> readOnly() throws IOException, InterruptedException {
    for (List<String> space :
        List.of(List.of("unshare", "--mount"), List.of("unshare", "-r", "--mount"))) {
      List<String> mounted = new ArrayList<>(space);
      mounted.addAll(List.of("sh", "-c", READ_ONLY_MOUNT, pub.toString()));
      List<String> attempt = new ArrayList<>(mounted);
      attempt.add("true");
      if (new ProcessBuilder(attempt).start().waitFor() == 0) {
        return mounted;
      }
    }
    setWritable(false);
    return withoutRights();
  }

  /** Root without its privileges obeys the permission bits, as everybody else does. */
  private static List<String> withoutRights() {
    return System.getProperty("user.name").equals("root")
        ? List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all")
        : List.of();
  }

  private String output(List<String> condition, int code, Object... args)
      throws IOException, InterruptedException {
    return CommandProcess.output(scratch, code, CommandProcess.line(condition, args));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(pub)) {
      return all.sorted().toList();
    }
  }

  private void setWritable(boolean isWritable) throws IOException {
    for (Path file : files()) {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      rights.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
      if (isWritable) {
        rights.add(PosixFilePermission.OWNER_WRITE);
      } else {
        rights.remove(PosixFilePermission.OWNER_WRITE);
      }
      Files.setPosixFilePermissions(file, rights);
    }
  }
}
