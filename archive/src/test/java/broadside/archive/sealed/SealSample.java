package broadside.archive.sealed;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseSample;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Roles;
import broadside.proof.release.Commitment;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Dealing;
import broadside.proof.sealed.Parts;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.sealed.Verifiers;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small release that is sealed to three custodians, two of whom open it. */
final class SealSample {
  static final String ORIGIN = "harbour.example/log";
  static final List<Long> WHOLE = List.of(Parts.LEAST);

  /** Cuts through headers, contents and fillings of the sample's files. */
  static final List<Long> CUT = List.of(700L, 9001L, Parts.LEAST - 9701);

  final Path release;
  final ReleaseStatement statement;
  final byte[] salt;
  final Dealing dealing;
  final AgeIdentity identity;
  final List<SigningKey> keys = new ArrayList<>();
  final List<AgeIdentity> ages = new ArrayList<>();
  final List<SealedStatement.Custody> shares;

  private SealSample(Path release, ReleaseStatement statement, Path directory)
      throws IOException, FormatException {
    SecureRandom random = new SecureRandom();
    this.release = release;
    this.statement = statement;
    this.salt = new byte[Commitment.SALT_BYTES];
    random.nextBytes(salt);
    Secret secret = Secret.draw(random);
    this.dealing = Dealing.of(secret, 2, 3, random);
    this.identity = AgeIdentity.of(secret, ORIGIN, statement.number());
    List<Roles.Custodian> custodians = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      keys.add(SigningKey.generate("custodian" + i, KeyType.NOTE));
      ages.add(AgeIdentity.of(Secret.draw(random), ORIGIN, i));
      custodians.add(
          new Roles.Custodian("c" + i, keys.getLast().verifier(), ages.getLast().recipient()));
    }
    this.shares = ShareFiles.write(dealing.shares(), custodians, directory);
  }

  /** With volumes of some mails each, and something in the place of an index. */
  static SealSample in(Path directory) throws IOException, FormatException {
    ReleaseSample sample = ReleaseSample.in(directory).withVolumes(2500).withIndex();
    ReleaseStatement statement = sample.release("Part 1: the harbour", 40);
    Path release = directory.resolve("releases/1");
    Durable.replace(release.resolve("statement"), statement.encode());
    return new SealSample(release, statement, directory);
  }

  SealedFiles write(Path directory, List<Long> sizes) throws IOException {
    return SealWriter.write(release, salt, identity.recipient(), directory, _ -> sizes);
  }

  /** The statement that seals the sample. */
  SealedStatement seal(SealedFiles files) {
    return seal(statement, files.parts());
  }

  /** The same for another release; where it cannot say what the parts are, it says something. */
  SealedStatement seal(ReleaseStatement of, List<SealedStatement.Part> parts) {
    return seal(of, parts, dealing.verifiers().commitments());
  }

  /** A seal by whose verifiers no share is good, since they are no elements of the group. */
  SealedStatement brokenSeal() {
    BigInteger none = BigInteger.TWO;
    while (isElement(none)) {
      none = none.add(BigInteger.ONE);
    }
    return seal(statement, List.of(), List.of(none, none));
  }

  private static boolean isElement(BigInteger number) {
    try {
      Verifiers _ = Verifiers.of(List.of(number));
      return true;
    } catch (FormatException e) {
      return false;
    }
  }

  private SealedStatement seal(
      ReleaseStatement of, List<SealedStatement.Part> parts, List<BigInteger> verifiers) {
    List<SealedStatement.Part> said =
        parts.size() == 1
            ? parts
            : List.of(new SealedStatement.Part(Parts.LEAST + 4312, "0".repeat(64)));
    return new SealedStatement(
        of.publication(),
        of.policy(),
        of.number(),
        of.previous(),
        of.first(),
        of.count(),
        new Terms(of.time().plus(Duration.ofDays(30)), 48, 10, true),
        Parts.LEAST,
        said,
        HexFormat.of().formatHex(Commitment.toRelease(salt, of.encode())),
        identity.recipient(),
        verifiers,
        shares,
        of.time());
  }

  /** A seal as the log has it that tells nothing else of it. */
  SealedRelease release(SealedStatement seal) {
    SignedNote entry = new SignedNote(seal.print(), List.of(keys.getFirst().sign(seal.print())));
    return new SealedRelease(
        new Logged<>(1, seal, entry), new TreeMap<>(), List.of(), null, null, null, null);
  }

  /** The statement that seals the sample, with a part that is nowhere. */
  SealedStatement seal() {
    return seal(statement, List.of(new SealedStatement.Part((1 << 24) + 4312, "a".repeat(64))));
  }

  /** What a custodian publishes. */
  byte[] note(SealedStatement seal, int custodian, Share share) {
    ShareNote note = new ShareNote(seal.publication(), seal.number(), seal.sha256(), share);
    return new SignedNote(note.print(), List.of(keys.get(custodian - 1).sign(note.print())))
        .encode();
  }

  Share share(int index) {
    return dealing.shares().get(index - 1);
  }

  /** The plaintext of parts, whole. */
  byte[] plaintext(Path directory, List<Long> sizes) throws IOException {
    try (PartsReader in = new PartsReader(directory, sizes, identity)) {
      byte[] all = new byte[(int) in.left()];
      in.read(all, all.length);
      return all;
    }
  }

  /** Encrypts a plaintext, whatever it is. */
  List<SealedStatement.Part> encrypt(byte[] plaintext, Path directory) throws IOException {
    try (PartsWriter out =
        new PartsWriter(directory, identity.recipient(), List.of((long) plaintext.length))) {
      out.write(plaintext);
      return out.finish();
    }
  }

  SealReader.Opened open(
      Path directory, List<SealedStatement.Part> parts, List<Long> sizes, Path aside)
      throws IOException {
    return new SealReader(seal(statement, parts), parts, sizes)
        .open(directory, identity, aside, CheckMonitor.NONE);
  }

  /** What lies where, by its hash. */
  static Map<String, String> tree(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        files.put(
            directory.relativize(path).toString(),
            Files.isDirectory(path) ? "" : SignedText.sha256Hex(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  /** What lies there, by name. */
  static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.map(path -> directory.relativize(path).toString()).collect(Collectors.toSet());
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
