package broadside.archive.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.log.Tree;
import broadside.archive.release.SampleLogTree;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.Cosignature;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.999Z");

  @TempDir Path scratch;
  private final SampleLogTree log = SampleLogTree.named("harbour.example/log");
  private SigningKey key;
  private Witness witness;

  @BeforeEach
  void witness() throws FormatException {
    key = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    witness = at(TIME);
  }

  private Witness at(Instant now) {
    return new Witness(
        scratch.resolve("state"),
        key,
        List.of(log.key().verifier()),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  /** From every size to every other: what is larger is signed, nothing else. */
  @Test
  @Tag("slow")
  void signsOnlyWhatGrows() throws IOException, FormatException {
    int[] sizes = {0, 1, 2, 3, 4, 7, 8, 9, 128, 255, 256, 257, 300};
    for (int old : sizes) {
      for (int size : sizes) {
        witness =
            new Witness(
                scratch.resolve(old + "-" + size),
                key,
                List.of(log.key().verifier()),
                Clock.systemUTC());
        if (old > 0) {
          assertThat(witness.add(log.request(0, old).encode()).status()).isEqualTo(200);
        }
        Witness.Answer answer = witness.add(log.request(Math.min(old, size), size).encode());
        assertThat(answer.status()).as("%d to %d", old, size).isEqualTo(size < old ? 409 : 200);
        if (size < old) {
          assertThat(answer.body()).isEqualTo(old + "\n");
          assertThat(answer.type()).isEqualTo("text/x.tlog.size");
        } else {
          times(answer, log.checkpoint(size));
        }
        Checkpoint last = witness.last(log.key().verifier());
        assertThat(last).isEqualTo(log.checkpoint(Math.max(old, size)));
      }
    }
  }

  @Test
  @Tag("slow")
  void neverSignsAForkWhateverProofComesWithIt() throws IOException {
    for (int shared : new int[] {0, 1, 4, 6}) {
      SampleLogTree fork = log.branch(shared);
      Path state = scratch.resolve("fork-" + shared);
      witness = new Witness(state, key, List.of(log.key().verifier()), Clock.systemUTC());
      assertThat(witness.add(log.request(0, 7).encode()).status()).isEqualTo(200);
      for (int size = 7; size <= 20; size++) {
        for (List<byte[]> proof :
            List.of(fork.proof(7, size), log.proof(7, size), List.<byte[]>of())) {
          int status = witness.add(new AddCheckpoint(7, proof, fork.note(size)).encode()).status();
          assertThat(status)
              .as("%d entries shared, %d", shared, size)
              .isEqualTo(size == 7 ? 409 : 422);
        }
        assertThat(witness.add(fork.request(0, size).encode()).status()).isEqualTo(409);
      }
      assertThat(witness.last(log.key().verifier())).isEqualTo(log.checkpoint(7));
    }
  }

  @Test
  void refusesAProofWithAnyBitFlippedOrAHashMoreOrLess() throws IOException {
    witness.add(log.request(0, 100).encode());
    List<byte[]> proof = log.proof(100, 300);
    Random random = new Random(5);
    for (int i = 0; i < proof.size(); i++) {
      List<byte[]> other = new java.util.ArrayList<>(proof);
      byte[] hash = proof.get(i).clone();
      hash[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      other.set(i, hash);
      assertThat(status(100, other)).isEqualTo(422);
      other = new java.util.ArrayList<>(proof);
      other.remove(i);
      assertThat(status(100, other)).isEqualTo(422);
      other = new java.util.ArrayList<>(proof);
      other.add(i, proof.get(i));
      assertThat(status(100, other)).isEqualTo(422);
    }
    assertThat(status(100, proof)).isEqualTo(200);
    assertThat(status(300, proof)).as("a proof where none is needed").isEqualTo(422);
  }

  private int status(int old, List<byte[]> proof) throws IOException {
    return witness.add(new AddCheckpoint(old, proof, log.note(300)).encode()).status();
  }

  @Test
  void refusesAProofFromAnEmptyLogAndAnEmptyLogThatIsNone() throws IOException {
    assertThat(witness.add(new AddCheckpoint(0, log.proof(1, 2), log.note(2)).encode()).status())
        .isEqualTo(422);
    String text = new Checkpoint("harbour.example/log", 0, new byte[32]).print();
    SignedNote notEmpty = new SignedNote(text, List.of(log.key().sign(text)));
    assertThat(witness.add(new AddCheckpoint(0, List.of(), notEmpty).encode()).status())
        .isEqualTo(422);
    assertThat(witness.add(log.request(0, 0).encode()).status()).isEqualTo(200);
    assertThat(witness.add(log.request(0, 5).encode()).status()).isEqualTo(200);
  }

  @Test
  void signsTheSameAgainWithANewerTimeInWholeSeconds() throws IOException, FormatException {
    Instant first = times(witness.add(log.request(0, 7).encode()), log.checkpoint(7));
    assertThat(first).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    Map<String, String> state = Tree.texts(scratch.resolve("state"));
    witness = at(TIME.plusSeconds(3600));
    Instant later = times(witness.add(log.request(7, 7).encode()), log.checkpoint(7));
    assertThat(later).isEqualTo(first.plusSeconds(3600));
    assertThat(Tree.texts(scratch.resolve("state"))).isEqualTo(state);
  }

  @Test
  void knowsWhatItSignedAfterARestart() throws IOException {
    assertThat(witness.add(log.request(0, 7).encode()).status()).isEqualTo(200);
    witness = at(TIME);
    assertThat(witness.add(log.request(0, 9).encode()).body()).isEqualTo("7\n");
    assertThat(witness.add(log.branch(3).request(7, 9).encode()).status()).isEqualTo(422);
    assertThat(witness.add(log.request(7, 9).encode()).status()).isEqualTo(200);
  }

  @Test
  @Tag("slow")
  void signsNothingWhereItsMemoryIsDamaged() throws IOException {
    witness.add(log.request(0, 7).encode());
    Path file = state();
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at += 3) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(file, bad);
      signsNothing("damaged");
    }
    for (int length : new int[] {0, 1, good.length / 2, good.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      signsNothing("damaged");
    }
    Files.delete(file);
    Files.createDirectory(file); // what cannot be read is not what was never there
    signsNothing("");
    Files.delete(file);
    Files.write(file, good);
    assertThat(witness.add(log.request(7, 9).encode()).status()).isEqualTo(200);
  }

  private void signsNothing(String why) {
    for (int[] sizes : new int[][] {{0, 9}, {7, 9}, {7, 7}, {0, 1}}) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> witness.add(log.request(sizes[0], sizes[1]).encode()))
          .withMessageContaining(why);
    }
  }

  @Test
  void signsNothingThatItCannotKeep() throws IOException {
    witness.add(log.request(0, 7).encode());
    // Its next state cannot be written: a directory that is not empty bears the name.
    Path aside = state().resolveSibling(state().getFileName() + ".new");
    Files.createDirectories(aside.resolve("x"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> witness.add(log.request(7, 9).encode()));
    assertThat(witness.last(log.key().verifier())).isEqualTo(log.checkpoint(7));
  }

  @Test
  void signsNothingWhileAnotherIsAtWorkOnTheSameState() throws IOException {
    witness.add(log.request(0, 7).encode());
    try (var channel =
            java.nio.channels.FileChannel.open(
                scratch.resolve("state/lock"), java.nio.file.StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> witness.add(log.request(7, 9).encode()))
          .withMessageContaining("Two witnesses");
    }
    assertThat(witness.add(log.request(7, 9).encode()).status()).isEqualTo(200);
  }

  @Test
  void keepsLogsApart() throws IOException {
    SampleLogTree second = SampleLogTree.named("second.example/log");
    witness =
        new Witness(
            scratch.resolve("state"),
            key,
            List.of(log.key().verifier(), second.key().verifier()),
            Clock.systemUTC());
    assertThat(witness.add(log.request(0, 9).encode()).status()).isEqualTo(200);
    assertThat(witness.add(second.request(0, 4).encode()).status()).isEqualTo(200);
    assertThat(witness.last(log.key().verifier())).isEqualTo(log.checkpoint(9));
    assertThat(witness.last(second.key().verifier())).isEqualTo(second.checkpoint(4));
    // The key of one log under the name of the other.
    String text = second.checkpoint(5).print();
    SignedNote crossed = new SignedNote(text, List.of(log.key().sign(text)));
    assertThat(witness.add(new AddCheckpoint(4, second.proof(4, 5), crossed).encode()).status())
        .isEqualTo(403);
  }

  /** Many threads submit all sizes: it never signs less than it has signed before. */
  @Test
  @Tag("slow")
  void neverGoesBackWhenManyAskAtOnce() throws InterruptedException, IOException {
    AtomicInteger signed = new AtomicInteger();
    AtomicInteger wentBack = new AtomicInteger();
    try (Stream<Integer> threads = Stream.iterate(0, i -> i + 1).limit(8)) {
      List<Thread> all =
          threads
              .map(seed ->
                  Thread.ofPlatform()
                      .start(() -> {
                        Random random = new Random(seed);
                        for (int i = 0; i < 60; i++) {
                          try {
                            Checkpoint last = witness.last(log.key().verifier());
                            int old = last == null ? 0 : (int) last.size();
                            int size = Math.min(300, old + random.nextInt(9));
                            if (witness.add(log.request(old, size).encode()).status() == 200) {
                              signed.incrementAndGet();
                              Checkpoint now = witness.last(log.key().verifier());
                              if (now == null || now.size() < size) {
                                wentBack.incrementAndGet();
                              }
                            }
                          } catch (IOException e) {
                            wentBack.incrementAndGet();
                          }
                        }
                      }))
              .toList();
      for (Thread thread : all) {
        thread.join();
      }
    }
    assertThat(wentBack).hasValue(0);
    assertThat(signed).hasValueGreaterThan(10);
  }

  private Path state() throws IOException {
    try (Stream<Path> files = Files.list(scratch.resolve("state"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("[0-9a-f]{32}"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The time of an answer's cosignature, which holds for this checkpoint. */
  private Instant times(Witness.Answer answer, Checkpoint checkpoint) throws FormatException {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).endsWith("\n");
    SignedNote note =
        new SignedNote(checkpoint.print(), List.of(NoteSignature.parse(answer.body().strip())));
    Map<String, Instant> times = Cosignature.times(note, List.of(key.verifier()));
    assertThat(times).hasSize(1);
    return times.get(key.verifier().publicKey());
  }
}
