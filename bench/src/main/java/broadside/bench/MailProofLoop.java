package broadside.bench;

import broadside.archive.Publication;
import broadside.archive.log.LogWriter;
import broadside.archive.verify.MailProofs;
import broadside.proof.log.Checkpoint;
import broadside.proof.mail.MailProof;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Group;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes a publication of a release, with five editors of whom three sign, five witnesses who all
 * do, and a log of 10,000 entries; and in it the proofs of mails drawn at random. Prints the bytes
 * of the largest, and the thread's CPU for one in microseconds, first of those that were made
 * before anything was compiled, then of the last half.
 *
 * <p>Arguments: a public directory whose first release is taken, and an empty directory.
 */
public final class MailProofLoop {
  private static final int EDITORS = 5;
  private static final int THRESHOLD = 3;
  private static final int WITNESSES = 5;
  private static final int ENTRIES = 10_000;
  private static final int COLD = 100;
  private static final int PROOFS = 40_000;
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  private MailProofLoop() {}

  public static void main(String[] args) throws IOException, FormatException {
    Path directory = Path.of(args[1]);
    long mails = publish(Path.of(args[0]), directory);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Random random = new Random(7);
    int largest = 0;
    long begin = threads.getCurrentThreadCpuTime();
    long cold = 0;
    long half = 0;
    try (Publication publication = Publication.open(directory)) {
      MailProofs proofs = new MailProofs(publication, directory);
      MailProof first = proofs.of(1); // reads the release's manifest once
      if (first == null) {
        throw new IllegalArgumentException("mail 1 has no proof");
      }
      begin = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < PROOFS; i++) {
        MailProof proof = proofs.of(1 + random.nextLong(mails));
        if (proof != null) {
          byte[] file = proof.print().getBytes(StandardCharsets.UTF_8);
          largest = Math.max(largest, file.length);
        }
        if (i + 1 == COLD) {
          cold = threads.getCurrentThreadCpuTime();
        }
        if (i + 1 == PROOFS / 2) {
          half = threads.getCurrentThreadCpuTime();
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d %.0f %.0f%n",
        largest,
        (cold - begin) / 1e3 / COLD,
        (threads.getCurrentThreadCpuTime() - half) / 1e3 / (PROOFS / 2));
  }

  /** Writes the publication; the number of mails in it. */
  private static long publish(Path from, Path directory) throws IOException, FormatException {
    SigningKey log = SigningKey.generate("letters.example/log", KeyType.NOTE);
    List<SigningKey> editors = new ArrayList<>();
    List<Roles.Editor> roles = new ArrayList<>();
    for (int i = 1; i <= EDITORS; i++) {
      editors.add(SigningKey.generate("editor-" + i, KeyType.NOTE));
      roles.add(new Roles.Editor("editor-" + i, editors.getLast().verifier()));
    }
    List<SigningKey> keys = new ArrayList<>();
    List<Witness> witnesses = new ArrayList<>();
    for (int i = 1; i <= WITNESSES; i++) {
      keys.add(SigningKey.generate("witness-%d.example/w".formatted(i), KeyType.COSIGNATURE));
      witnesses.add(new Witness("w" + i, keys.getLast().verifier(), null));
    }
    Group all = new Group("all", WITNESSES, witnesses.stream().map(Witness::name).toList());
    Policy policy =
        new Policy(
            new LogPolicy(log.verifier(), null, witnesses, List.of(all), "all"),
            new Roles(1, roles, THRESHOLD, List.of(), null, null));
    Path release = directory.resolve("releases/1");
    copy(from.resolve("releases/1"), release);
    Files.copy(from.resolve("about"), directory.resolve("about"));
    ReleaseStatement statement = ofPolicy(policy, Files.readAllBytes(release.resolve("statement")));
    List<byte[]> entries = new ArrayList<>();
    entries.add(sign(editors, PolicyStatement.of(policy.hash(), null, policy, TIME)));
    for (int i = 2; i < ENTRIES; i++) {
      entries.add(("nothing " + i).getBytes(StandardCharsets.UTF_8));
    }
    entries.add(sign(editors, statement));
    Files.delete(release.resolve("statement"));
    Files.write(release.resolve("statement"), entries.getLast());
    LogWriter writer = new LogWriter(directory);
    writer.addPolicy(policy);
    Checkpoint empty = new Checkpoint(log.verifier().name(), 0, MerkleTree.emptyRoot());
    String signed = writer.append(empty, entries).print();
    List<NoteSignature> lines = new ArrayList<>(List.of(log.sign(signed)));
    keys.forEach(key -> lines.add(key.cosign(signed, TIME)));
    writer.publish(new SignedNote(signed, lines));
    return statement.count();
  }

  private static ReleaseStatement ofPolicy(Policy policy, byte[] signed) throws FormatException {
    if (!(SignedStatement.parse(signed).statement() instanceof ReleaseStatement s)) {
      throw new IllegalArgumentException("no statement of a release");
    }
    return new ReleaseStatement(
        policy.hash(),
        1,
        s.number(),
        s.previous(),
        s.title(),
        s.first(),
        s.published(),
        s.redacted(),
        s.withheld(),
        s.root(),
        s.filesBytes(),
        s.filesSha256(),
        s.about(),
        s.time());
  }

  private static byte[] sign(List<SigningKey> editors, Statement statement) {
    return SignedStatement.of(
            statement,
            editors.stream().limit(THRESHOLD).map(key -> key.sign(statement.print())).toList())
        .encode();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(from)) {
      files = walked.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.resolve(".."));
      Files.copy(file, copy);
    }
  }
}
