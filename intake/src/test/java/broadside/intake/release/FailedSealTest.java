package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.release.CheckMonitor;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.FailedCalls.Disturbance;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sealing, and opening on the publisher's side and on a mirror, where one system call fails, each
 * in its turn.
 */
@ParameterizedClass
@EnumSource
class FailedSealTest extends FailedCallsCase {
  private static final int NUMBER = SealedLetters.NUMBER;
  private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5);

  private final SealedTask task;
  private SealedLetters sealed;

  FailedSealTest(SealedTask task) {
    this.task = task;
  }

  @BeforeEach
  void publish() throws IOException, FormatException {
    sealed = SealedLetters.create(directory);
  }

  @Test
  @Tag("slow")
  void holdsAfterAFewFailedCalls() throws IOException, InterruptedException {
    disturb(FailedCalls.ERRORS.subList(0, 1), List.of("fsync"), 27);
  }

  @Override
  int disturb(List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    if (task != SealedTask.SEAL) {
      SealedTask.SEAL.make(sealed.letters());
    }
    if (task == SealedTask.OPEN || task == SealedTask.OPEN_MIRROR) {
      sealed.writeNotes(sealed.letters());
    }
    Letters from = task == SealedTask.OPEN_MIRROR ? sealed.mirror() : sealed.letters();
    FailedCalls.Outcome outcome =
        switch (task) {
          case SEAL, RESEAL -> new Sealing(task, from);
          case OPEN, OPEN_MIRROR -> new Opening(task, from);
        };
    return new FailedCalls(directory).disturb(task, from, outcome, hows, calls, step);
  }

  /** What the public log says at the hour. */
  private static History sound(Letters letters, Object what) throws IOException {
    return sound(letters, SealedTask.HOUR, what).history();
  }

  /** Readers are shown nothing of what is sealed. */
  private static void assertClosed(Letters letters, Object what) throws IOException {
    try (Publication readers = Publication.open(letters.publicDirectory())) {
      assertThat(readers.refused()).as("%s", what).isEmpty();
      assertThat(readers.releases()).as("%s", what).noneMatch(r -> r.number() >= NUMBER);
      assertThat(readers.mail(SealedLetters.FIRST)).as("%s", what).isNull();
    }
  }

  /** What lies beside the public directory, without the ledger and its journal. */
  private static List<String> remains(Letters letters) throws IOException {
    try (Stream<Path> all = Files.walk(letters.publication())) {
      return all.filter(path -> !path.startsWith(letters.publicDirectory()))
          .map(path -> letters.publication().relativize(path).toString())
          .filter(name -> !name.startsWith("private/ledger.db"))
          .sorted()
          .toList();
    }
  }

  private static List<byte[]> statements(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(letters.publication())) {
      return open.ledger().statements().from(0);
    }
  }

  /**
   * What is to come of a task. What a run left is looked at once for the same bytes, private ones
   * included: the next run has nothing else to go by.
   */
  private abstract static class Outcome implements FailedCalls.Outcome {
    private final Map<Map<String, String>, Boolean> known = new HashMap<>();

    /** The same as {@link #check}, of bytes that were not seen yet. */
    abstract boolean look(Letters copy, Disturbance what) throws IOException;

    @Override
    public final boolean check(Letters copy, Disturbance what) throws IOException {
      Map<String, String> bytes = bytes(copy);
      Boolean isOld = known.get(bytes);
      if (isOld == null) {
        isOld = look(copy, what);
        known.put(bytes, isOld);
      }
      if (isOld) {
        assertThat(what.answer()).as("%s", what).isNotEmpty();
      }
      return isOld;
    }

    static Map<String, String> bytes(Letters copy) throws IOException {
      Map<String, String> bytes = new TreeMap<>();
      try (Stream<Path> all = Files.walk(copy.publication())) {
        for (Path path : all.toList()) {
          bytes.put(
              copy.publication().relativize(path).toString(),
              Files.isDirectory(path) ? "" : SignedText.sha256Hex(Files.readAllBytes(path)));
        }
      }
      return bytes;
    }
  }

  /**
   * What is to come of a seal, whatever its secret is. It is opened once for each set of files that
   * a run left.
   */
  private final class Sealing extends Outcome {
    private final SealedTask task;
    private final int number;
    private final Map<String, String> before;
    private final List<String> remainsBefore;
    private final int statementsBefore;
    private final Set<Set<String>> opened = new HashSet<>();
    private Set<String> names = Set.of();
    private Map<String, String> unchanged = Map.of();
    private List<String> remains = List.of();

    Sealing(SealedTask task, Letters from) throws IOException {
      this.task = task;
      number = task.number();
      before = from.files();
      remainsBefore = remains(from);
      statementsBefore = statements(from).size();
    }

    @Override
    public List<String> touched() {
      return List.of(
          "private/ledger.db",
          "private/releases/sealed-%d/part-1.age".formatted(number),
          "public/checkpoint.new");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      Map<String, String> after = clean.files();
      names = after.keySet();
      remains = remains(clean);
      unchanged = new HashMap<>(before);
      unchanged.entrySet().retainAll(after.entrySet());
      assertThat(names)
          .contains("sealed/" + number + "/part-1.age", "sealed/" + number + "/share-3.age")
          .doesNotContain("sealed/" + (number - 1) + "/part-1.age");
      assertThat(unchanged).containsKey("releases/1/mail.zip");
      assertThat(remains).isEqualTo(remainsBefore).doesNotContain("private/releases/" + number);
    }

    @Override
    boolean look(Letters copy, Disturbance what) throws IOException {
      History history = sound(copy, what);
      assertClosed(copy, what);
      List<byte[]> statements = statements(copy);
      boolean isOld = statements.size() == statementsBefore;
      if (isOld) {
        assertThat(copy.files()).as("%s", what).isEqualTo(before);
        assertThat(what.isKill() ? remainsBefore : remains(copy))
            .as("%s", what)
            .isEqualTo(remainsBefore);
      } else {
        checkEncrypted(copy, statements.getLast(), what);
      }
      if (what.answer().isEmpty()) {
        assertThat(history.sealedRelease(number)).as("%s", what).isNotNull();
      }
      if (task == SealedTask.RESEAL) {
        assertThat(history.sealedRelease(NUMBER).isVoid())
            .as("%s: one becomes void as the other is sealed", what)
            .isEqualTo(history.sealedRelease(number) != null);
      }
      Set<String> left = bytes(copy).keySet();
      finish(copy, isOld);
      assertThat(sound(copy, what).size()).as("%s", what).isEqualTo(statements(copy).size());
      assertThat(copy.files().keySet()).as("%s", what).isEqualTo(names);
      assertThat(copy.files()).as("%s", what).containsAllEntriesOf(unchanged);
      assertThat(remains(copy)).as("%s", what).isEqualTo(remains);
      if (opened.add(left)) {
        open(copy, what);
      }
      return isOld;
    }

    /** Its custodians' shares open it, and every mail is there. */
    private void open(Letters copy, Disturbance what) throws IOException {
      sealed.writeNotes(copy, number);
      SealedTask.OPEN.make(copy);
      assertThat(sound(copy, what).sealedRelease(number).opening()).as("%s", what).isNotNull();
      assertThat(copy.published()).as("%s", what).isEqualTo(ALL);
    }

    /** What the ledger has sealed lies aside or under its name, and is what the seal says. */
    private void checkEncrypted(Letters copy, byte[] newest, Disturbance what) throws IOException {
      try {
        SealedStatement seal = (SealedStatement) SignedStatement.parse(newest).statement();
        Path aside = copy.publication().resolve("private/releases/sealed-" + number);
        SealedDirectory encrypted = SealedDirectory.of(copy.publicDirectory(), number);
        assertThat(Files.exists(aside)).as("%s", what).isNotEqualTo(Files.exists(encrypted.path()));
        (Files.exists(aside) ? new SealedDirectory(aside) : encrypted)
            .check(seal, CheckMonitor.NONE);
      } catch (FormatException e) {
        throw new IOException(what.toString(), e);
      }
    }

    private void finish(Letters copy, boolean isOld) throws IOException {
      if (isOld) {
        task.make(copy);
      } else {
        try (PrivateDirectory open = PrivateDirectory.open(copy.publication())) {
          new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
        }
      }
    }
  }

  /** What is to come of an opening. */
  private static final class Opening extends Outcome {
    private final SealedTask task;
    private final Map<String, String> before;
    private Map<String, String> files = Map.of();
    private List<String> remains = List.of();

    Opening(SealedTask task, Letters from) throws IOException {
      this.task = task;
      this.before = from.files();
    }

    @Override
    public List<String> touched() {
      return task == SealedTask.OPEN
          ? List.of("private/ledger.db", "public/sealed/2/opening.new", "public/checkpoint.new")
          : List.of("lock", "public/sealed/2/opening.new", "public/releases");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      files = clean.files();
      remains = remains(clean);
      assertThat(before).doesNotContainKey("releases/2/mail.zip");
      assertThat(files).containsKeys("releases/2/mail.zip", "sealed/2/opening");
      assertThat(clean.published()).isEqualTo(ALL);
    }

    @Override
    boolean look(Letters copy, Disturbance what) throws IOException {
      SealedRelease release = sound(copy, what).sealedRelease(NUMBER);
      if (release.isOpen()) {
        assertThat(copy.published()).as("%s", what).isEqualTo(ALL);
      } else {
        assertClosed(copy, what);
      }
      if (SealedDirectory.isKept(release)) {
        SealedDirectory.of(copy.publicDirectory(), NUMBER)
            .check(release.sealed().statement(), CheckMonitor.NONE);
      }
      task.make(copy);
      sound(copy, what);
      assertThat(copy.files()).as("%s", what).isEqualTo(files);
      assertThat(remains(copy)).as("%s", what).isEqualTo(remains);
      assertThat(copy.published()).as("%s", what).isEqualTo(ALL);
      return !release.isOpen();
    }
  }
}
