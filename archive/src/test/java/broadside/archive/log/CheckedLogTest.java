package broadside.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.ReleaseException;
import broadside.archive.release.SampleLog;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Roles;
import broadside.proof.release.Commitment;
import broadside.proof.release.Reason;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Dealing;
import broadside.proof.sealed.Parts;
import broadside.proof.sealed.Secret;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.statement.Voiding;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedLogTest {
  private static final Instant TIME = Instant.parse("2026-03-01T00:00:00Z");
  private static final List<SigningKey> KEYS = List.of(key("c1"), key("c2"));

  @TempDir Path scratch;
  private Path directory;
  private SampleLog log;

  @BeforeEach
  void begin() throws IOException {
    directory = scratch.resolve("public");
    log = SampleLog.begin(directory);
    append(log, "a", 2);
  }

  @Test
  void isTheSameWhereNothingIsNew() throws IOException {
    CheckedLog first = open();
    assertThat(first.next(new LogDirectory(directory))).isSameAs(first);
  }

  @Test
  @Tag("slow")
  void followsALogThatGrows() throws IOException {
    CheckedLog first = open();
    CheckedLog now = first;
    for (int more : new int[] {1, 250, 5, 60}) {
      append(log, "b" + more, more);
      now = now.next(new LogDirectory(directory));
      assertThat(now.seen().checkpoint()).isEqualTo(open().seen().checkpoint());
      assertThat(now.history().size()).isEqualTo(now.seen().checkpoint().size());
      assertThat(now.history().voids()).isEqualTo(open().history().voids());
    }
    assertThat(now.history().size()).isEqualTo(319);
    assertThat(first.history().size()).as("the older one is never changed").isEqualTo(3);
  }

  @Test
  void takesNewCosignaturesAlone() throws IOException, FormatException {
    SigningKey witness = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    Path seen = scratch.resolve("seen");
    SampleLog cosigned = SampleLog.begin(seen, witness, null);
    cosigned.seenAt(TIME);
    cosigned.append("x".getBytes(StandardCharsets.UTF_8));
    CheckedLog first = CheckedLog.open(new LogDirectory(seen));
    assertThat(first.seen().time()).isEqualTo(TIME);
    SignedNote note = first.note();
    new LogWriter(seen)
        .publish(
            new SignedNote(note.text(), note.signatures().subList(0, 1))
                .with(witness.cosign(note.text(), TIME.plusSeconds(3600))));
    CheckedLog next = first.next(new LogDirectory(seen));
    assertThat(next.seen().time()).isEqualTo(TIME.plusSeconds(3600));
    assertThat(next.seen().checkpoint()).isEqualTo(first.seen().checkpoint());
    new LogWriter(seen).publish(new SignedNote(note.text(), note.signatures().subList(0, 1)));
    refused(next, seen, "too few for the quorum");
  }

  @Test
  @Tag("slow")
  void refusesASmallerLog() throws IOException {
    byte[] old = Files.readAllBytes(directory.resolve("checkpoint"));
    append(log, "b", 3);
    CheckedLog newer = open();
    Files.write(directory.resolve("checkpoint"), old);
    refused(newer, directory, "does not extend the one of 6 entries");
  }

  @Test
  @Tag("slow")
  void refusesAnotherBranch() throws IOException {
    for (int shared : new int[] {3, 254, 258}) {
      Path mine = scratch.resolve("mine-" + shared);
      Path other = scratch.resolve("other-" + shared);
      SampleLog one = SampleLog.begin(mine);
      append(one, "shared", shared - 1);
      Tree.copy(mine, other);
      append(one, "mine", 2);
      SampleLog branch = one.in(other);
      CheckedLog checked = CheckedLog.open(new LogDirectory(mine));
      append(branch, "other", 2);
      refused(checked, other, "does not extend");
      append(branch, "other", 5);
      refused(checked, other, "does not extend");
    }
  }

  @Test
  void refusesAnotherLogsCheckpoint() throws IOException {
    CheckedLog mine = open();
    Path other = scratch.resolve("other");
    append(SampleLog.begin(other), "x", 9);
    Files.copy(
        other.resolve("checkpoint"),
        directory.resolve("checkpoint"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refused(mine, directory, "cannot be trusted");
  }

  @Test
  @Tag("slow")
  void refusesATamperedTileOfEachLevelATamperedBundleAndAMissingOne() throws IOException {
    append(log, "b", 255); // 258 entries
    CheckedLog before = open();
    append(log, "c", 260); // 518
    Map<String, byte[]> whole = Tree.read(directory);
    assertThat(before.next(new LogDirectory(directory)).history().size()).isEqualTo(518);
    for (String name :
        new String[] {
          "tile/0/001",
          "tile/0/002.p/6",
          "tile/1/000.p/2",
          "tile/entries/001",
          "tile/entries/002.p/6",
          "checkpoint"
        }) {
      for (int place : new int[] {0, 1, 2}) { // in what is new: the rest was checked before
        Tree.write(directory, whole);
        int bytes = whole.get(name).length;
        Tree.flip(
            directory.resolve(name),
            new int[] {name.equals("tile/0/001") ? 64 : 0, bytes / 2, bytes - 2}[place]);
        assertThatExceptionOfType(ReleaseException.class)
            .as("%s at %d", name, place)
            .isThrownBy(() -> before.next(new LogDirectory(directory)));
        assertThatExceptionOfType(ReleaseException.class)
            .as("%s at %d, opened anew", name, place)
            .isThrownBy(this::open);
      }
      if (!name.equals("tile/1/000.p/2")) {
        Tree.write(directory, whole);
        Files.delete(directory.resolve(name));
        assertThatExceptionOfType(ReleaseException.class)
            .as("%s is missing", name)
            .isThrownBy(() -> before.next(new LogDirectory(directory)))
            .matches(ReleaseException::isMissing, "told as missing");
      }
    }
  }

  @Test
  @Tag("slow")
  void refusesATamperedTileOfTheLogBefore() throws IOException {
    append(log, "b", 255);
    CheckedLog before = open();
    append(log, "c", 1);
    Tree.flip(directory.resolve("tile/1/000.p/1"), 3);
    refused(before, directory, "cannot be trusted");
  }

  @Test
  void refusesAnEntryThatIsExchangedForAnotherOfTheSameLength() throws IOException {
    CheckedLog before = open();
    append(log, "b", 1);
    Path bundle = directory.resolve("tile/entries/000.p/4");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length - 1] ^= 2;
    Files.write(bundle, bytes);
    refused(before, directory, "entry 3 is another");
  }

  @Test
  void refusesABundleThatIsLongerOrShorter() throws IOException {
    CheckedLog before = open();
    append(log, "b", 1);
    Path bundle = directory.resolve("tile/entries/000.p/4");
    byte[] bytes = Files.readAllBytes(bundle);
    Files.write(bundle, java.util.Arrays.copyOf(bytes, bytes.length + 1));
    refused(before, directory, "tile/entries/000.p/4");
    Files.write(bundle, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    refused(before, directory, "tile/entries/000.p/4");
  }

  @Test
  @Tag("slow")
  void readsAFullTileInThePlaceOfAPartialOneThatIsGone() throws IOException {
    append(log, "b", 2);
    CheckedLog five = open();
    append(log, "c", 251); // 256
    new LogWriter(directory).removePartial(5, 256);
    assertThat(directory.resolve("tile/0/000.p")).doesNotExist();
    assertThat(five.next(new LogDirectory(directory)).history().size()).isEqualTo(256);
  }

  @Test
  void refusesADirectoryWithoutCheckpointOrWithAnEmptyLog() throws IOException, FormatException {
    Files.delete(directory.resolve("checkpoint"));
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(this::open)
        .withMessageContaining("no checkpoint");
    String empty =
        new broadside.proof.log.Checkpoint(
                log.key().verifier().name(), 0, broadside.proof.merkle.MerkleTree.emptyRoot())
            .print();
    new LogWriter(directory)
        .publish(new SignedNote(empty, java.util.List.of(log.key().sign(empty))));
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(this::open)
        .withMessageContaining("no entry");
  }

  /** Whoever reads all of it anew comes to the same state as who saw it grow. */
  @Test
  @Tag("slow")
  void aVoidThatStandsAfterAnOpeningClosesNothing() throws IOException {
    Path place = scratch.resolve("sealed");
    SampleLog grown = SampleLog.begin(place, custodians());
    byte[] salt = new byte[Commitment.SALT_BYTES];
    ReleaseStatement release = release(grown);
    SealedStatement seal = seal(release, salt);
    grown.append(grown.signed(seal).encode());
    Voiding voiding =
        new Voiding(
            seal.publication(), 1, 1, seal.sha256(), Reason.SAFETY, seal.time().plusSeconds(1));

    Path other = scratch.resolve("other");
    Tree.copy(place, other);
    open(place, new LocalOpening("00".repeat(salt.length), 2, release));
    CheckedLog before = CheckedLog.open(new LogDirectory(place));
    grown.append(grown.signed(voiding).encode());
    for (CheckedLog log :
        List.of(before.next(new LogDirectory(place)), CheckedLog.open(new LogDirectory(place)))) {
      SealedRelease opened = Objects.requireNonNull(log.history().sealedRelease(1));
      assertThat(opened.isOpen()).isTrue();
      assertThat(opened.isVoid()).isFalse();
      assertThat(opened.voiding()).isNotNull();
      assertThat(SealedDirectory.isKept(opened)).isFalse();
    }

    SampleLog late = grown.in(other);
    late.append(late.signed(voiding).encode());
    open(other, new LocalOpening("00".repeat(salt.length), 3, release)); // with the void known
    CheckedLog closed = CheckedLog.open(new LogDirectory(other));
    assertThat(Objects.requireNonNull(closed.history().sealedRelease(1)).isVoid()).isTrue();
    assertThat(closed.next(new LogDirectory(other))).isSameAs(closed);
  }

  private static SigningKey key(String name) {
    try {
      return SigningKey.generate(name, KeyType.NOTE);
    } catch (FormatException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** What lies there once a release was opened there, as far as the log goes by it. */
  private static void open(Path place, LocalOpening opening) throws IOException {
    Path sealed = Files.createDirectories(SealedDirectory.of(place, 1).path());
    Files.createDirectories(place.resolve("releases/1"));
    opening.write(sealed.resolve(LocalOpening.FILE));
  }

  private static List<Roles.Custodian> custodians() {
    return KEYS.stream()
        .map(key -> new Roles.Custodian(key.verifier().name(), key.verifier(), "age1c"))
        .toList();
  }

  private static ReleaseStatement release(SampleLog of) {
    String hash = "0".repeat(64);
    return new ReleaseStatement(
        of.policy().hash(), 1, 1, null, "", 1, 2, 0, 0, hash, 1024, hash, hash, TIME);
  }

  private static SealedStatement seal(ReleaseStatement release, byte[] salt) {
    SecureRandom random = new SecureRandom();
    Secret secret = Secret.draw(random);
    SealedStatement.Part part = new SealedStatement.Part(Parts.LEAST + 4312, "0".repeat(64));
    return new SealedStatement(
        release.publication(),
        1,
        1,
        null,
        1,
        2,
        new Terms(TIME.plusSeconds(3600), 48, 0, true),
        Parts.LEAST,
        List.of(part),
        HexFormat.of().formatHex(Commitment.toRelease(salt, release.encode())),
        AgeIdentity.of(secret, "harbour.example/log", 1).recipient(),
        Dealing.of(secret, 1, 2, random).verifiers().commitments(),
        KEYS.stream()
            .map(k ->
                new SealedStatement.Custody(
                    k.verifier(), new SealedStatement.Part(600, "0".repeat(64))))
            .toList(),
        TIME);
  }

  private CheckedLog open() throws IOException {
    return CheckedLog.open(new LogDirectory(directory));
  }

  private static void refused(CheckedLog before, Path directory, String why) {
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> before.next(new LogDirectory(directory)))
        .withMessageContaining(why);
  }

  private static void append(SampleLog log, String name, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      log.append((name + " " + i + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
