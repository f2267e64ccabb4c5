package broadside.archive.custodian;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.archive.mirror.FileServer;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.SetClock;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.ShareFiles;
import broadside.archive.witness.Witness;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.release.Commitment;
import broadside.proof.release.Reason;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Dealing;
import broadside.proof.sealed.Parts;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Opening;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Terms;
import broadside.proof.statement.Voiding;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A publication with two editors, three witnesses whose clocks are set and three custodians, the
 * first of whom has a directory of its own. Two of them open a sealed release.
 */
final class Chamber implements AutoCloseable {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  static final Instant HOUR = TIME.plus(Duration.ofDays(30));
  static final Terms TERMS = new Terms(HOUR, 48, 10, true);
  private static final String HASH = "0".repeat(64);
  private static final String ORIGIN = "chamber.example/log";

  final Path directory;
  final Path origin;
  final FileServer server;
  final List<SigningKey> keys = new ArrayList<>();
  final List<SigningKey> witnesses = new ArrayList<>();
  final SetClock here = new SetClock();

  /** By the index of the witness from 0; one that has none is not reached. */
  final Map<Integer, SetClock> there = new HashMap<>();

  private final SecureRandom random = new SecureRandom();
  private final List<FileServer> machines = new ArrayList<>();
  private final List<SigningKey> editors = new ArrayList<>();
  private final SigningKey log;
  private final LogWriter writer;
  private final Map<Integer, Sealing> sealings = new HashMap<>();
  private final String identity;
  Policy policy;

  /** What the editors know of a seal. */
  record Sealing(ReleaseStatement release, String salt, Dealing dealing, SealedStatement seal) {}

  Chamber(Path directory) throws Exception {
    this.directory = directory;
    this.origin = Files.createDirectories(directory.resolve("origin"));
    this.server = FileServer.of(origin);
    this.log = SigningKey.generate(ORIGIN, KeyType.NOTE);
    this.writer = new LogWriter(origin);
    List<broadside.proof.policy.Witness> named = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      editors.add(SigningKey.generate("editor" + (i + 1), KeyType.NOTE));
      keys.add(SigningKey.generate("c" + (i + 1), KeyType.NOTE));
      witnesses.add(SigningKey.generate("witness.example/w" + (i + 1), KeyType.COSIGNATURE));
      named.add(
          new broadside.proof.policy.Witness(
              "w" + (i + 1), witnesses.get(i).verifier(), machine(i).upstream().base()));
    }
    this.policy =
        new Policy(
            new LogPolicy(log.verifier(), null, named, List.of(), LogPolicy.NONE),
            new Roles(
                1,
                editors.stream()
                    .map(e -> new Roles.Editor(e.verifier().name(), e.verifier()))
                    .toList(),
                2,
                keys.stream().map(Chamber::custodian).toList(),
                null,
                null));
    this.identity = policy.hash();
    writer.addPolicy(policy);
    append(PolicyStatement.of(identity, null, policy, TIME));
  }

  /** Puts a version in force without these witnesses and custodians. */
  void amend(List<String> without) throws Exception {
    Policy before = policy;
    policy =
        new Policy(
            new LogPolicy(
                log.verifier(),
                null,
                before.log().witnesses().stream().filter(w -> !without.contains(w.name())).toList(),
                List.of(),
                LogPolicy.NONE),
            new Roles(
                before.version() + 1,
                before.roles().editors(),
                2,
                before.roles().custodians().stream()
                    .filter(c -> !without.contains(c.name()))
                    .toList(),
                null,
                null));
    writer.addPolicy(policy);
    append(PolicyStatement.of(identity, before, policy, TIME));
  }

  private static Roles.Custodian custodian(SigningKey key) {
    try (AgeIdentity identity = AgeIdentity.of(key)) {
      return new Roles.Custodian(key.verifier().name(), key.verifier(), identity.recipient());
    }
  }

  private FileServer machine(int i) throws IOException {
    FileServer machine = FileServer.of(Files.createDirectory(directory.resolve("w" + i)));
    machines.add(machine);
    SetClock clock = new SetClock();
    Witness witness =
        new Witness(directory.resolve("w" + i), witnesses.get(i), List.of(log.verifier()), clock);
    machine.answer(
        "add-checkpoint",
        exchange -> {
          SetClock set = there.get(i);
          if (set == null) {
            FileServer.send(exchange, 503, new byte[0]);
            return;
          }
          clock.set(set.instant());
          Witness.Answer answer = witness.add(exchange.getRequestBody().readAllBytes());
          FileServer.send(
              exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
        });
    return machine;
  }

  /** From now on this witness, from 1, answers with this time. */
  void reach(int witness, Instant time) {
    there.computeIfAbsent(witness - 1, i -> new SetClock()).set(time);
  }

  /** The next release, sealed as it should be. */
  SealedStatement seal(Terms terms) throws Exception {
    return seal(terms, shares -> shares);
  }

  /** The next release, whose custodians are given other shares than were dealt. */
  SealedStatement seal(Terms terms, UnaryOperator<List<Share>> given) throws Exception {
    int number = sealings.size() + 1;
    Sealing before = sealings.get(number - 1);
    ReleaseStatement release =
        new ReleaseStatement(
            identity,
            policy.version(),
            number,
            before == null ? null : before.seal().sha256(),
            "",
            before == null ? 1 : before.seal().last() + 1,
            2,
            0,
            0,
            HASH,
            1024,
            HASH,
            HASH,
            TIME);
    byte[] salt = new byte[Commitment.SALT_BYTES];
    random.nextBytes(salt);
    Secret secret = Secret.draw(random);
    Dealing dealing = Dealing.of(secret, 2, 3, random);
    SealedDirectory place = SealedDirectory.of(origin, number);
    Files.createDirectories(place.path());
    byte[] part = new byte[(int) Parts.LEAST + 4312];
    random.nextBytes(part);
    Files.write(place.part(1), part);
    SealedStatement seal =
        new SealedStatement(
            release.publication(),
            release.policy(),
            number,
            release.previous(),
            release.first(),
            release.count(),
            terms,
            Parts.LEAST,
            List.of(new SealedStatement.Part(part.length, SignedText.sha256Hex(part))),
            HexFormat.of().formatHex(Commitment.toRelease(salt, release.encode())),
            AgeIdentity.of(secret, ORIGIN, number).recipient(),
            dealing.verifiers().commitments(),
            ShareFiles.write(
                given.apply(dealing.shares()), policy.roles().custodians(), place.path()),
            TIME);
    sealings.put(number, new Sealing(release, HexFormat.of().formatHex(salt), dealing, seal));
    append(seal);
    return seal;
  }

  Sealing sealing(int number) {
    return Objects.requireNonNull(sealings.get(number));
  }

  void hold(int number, Instant until, int editorsWhoSign) throws Exception {
    SealedStatement seal = sealing(number).seal();
    Hold hold = new Hold(seal.publication(), policy.version(), number, seal.sha256(), until, TIME);
    append(hold, editorsWhoSign);
  }

  void takeBack(int number) throws Exception {
    SealedStatement seal = sealing(number).seal();
    append(
        new Voiding(seal.publication(), seal.policy(), number, seal.sha256(), Reason.SAFETY, TIME));
  }

  void open(int number) throws Exception {
    Sealing it = sealing(number);
    SealedStatement seal = it.seal();
    try (Secret secret = it.dealing().verifiers().secret(it.dealing().shares());
        AgeIdentity identity = AgeIdentity.of(secret, ORIGIN, number)) {
      append(
          new Opening(
              seal.publication(),
              seal.policy(),
              number,
              seal.sha256(),
              it.salt(),
              identity.print(),
              it.release(),
              HOUR));
    }
  }

  private void append(Statement statement) throws Exception {
    append(statement, 2);
  }

  private void append(Statement statement, int editorsWhoSign) throws Exception {
    append(
        SignedStatement.of(
                statement,
                editors.stream().limit(editorsWhoSign).map(e -> e.sign(statement.print())).toList())
            .encode());
  }

  /** Appends an entry; no witness has seen it. */
  void append(byte[] entry) throws Exception {
    appendIn(origin, entry);
  }

  /** The same, in a copy of the origin that goes its own way. */
  void appendIn(Path copy, byte[] entry) throws Exception {
    LogWriter into = new LogWriter(copy);
    SignedNote note = new LogDirectory(copy).checkpoint();
    Checkpoint before =
        note == null
            ? new Checkpoint(ORIGIN, 0, MerkleTree.emptyRoot())
            : Checkpoint.of(note, log.verifier());
    Checkpoint after = into.append(before, List.of(entry));
    into.publish(signed(after, Map.of()));
  }

  /** The note with which a custodian, from 1, publishes its share. */
  byte[] published(SealedStatement seal, int custodian) {
    Share share = sealing(seal.number()).dealing().shares().get(custodian - 1);
    String text = new ShareNote(seal.publication(), seal.number(), seal.sha256(), share).print();
    return new SignedNote(text, List.of(keys.get(custodian - 1).sign(text))).encode();
  }

  /** The checkpoint of the origin as these witnesses, from 1, sign it at these times. */
  SignedNote witnessed(Map<Integer, Instant> times) throws Exception {
    SignedNote note = Objects.requireNonNull(new LogDirectory(origin).checkpoint());
    return signed(Checkpoint.of(note, log.verifier()), times);
  }

  /** Any checkpoint as the log signs it, and these witnesses. */
  SignedNote signed(Checkpoint checkpoint, Map<Integer, Instant> times) {
    List<NoteSignature> lines = new ArrayList<>(List.of(log.sign(checkpoint.print())));
    times.forEach((w, time) -> lines.add(witnesses.get(w - 1).cosign(checkpoint.print(), time)));
    return new SignedNote(checkpoint.print(), lines);
  }

  void publish(SignedNote checkpoint) throws IOException {
    writer.publish(checkpoint);
  }

  /** A second server with the same files, which may be made to lie. */
  FileServer second() throws IOException {
    FileServer second = FileServer.of(origin);
    machines.add(second);
    return second;
  }

  /** The first custodian's directory, which asks these. */
  CustodianDirectory keep(FileServer... upstreams) throws IOException {
    List<Upstream> all = new ArrayList<>();
    for (FileServer upstream : upstreams) {
      all.add(upstream.upstream());
    }
    return CustodianDirectory.create(directory.resolve("keep"), identity, all);
  }

  static MirrorReport sync(CustodianDirectory keep, Clock clock) throws IOException {
    return new Mirror(keep.mirror(clock)).sync(CheckMonitor.NONE);
  }

  static CheckedLog log(CustodianDirectory keep) throws IOException {
    return CheckedLog.open(new LogDirectory(keep.publicDirectory()));
  }

  /** A sealed release as custodian {@code i} sees it in this directory. */
  Entrusted entrusted(CustodianDirectory keep, int number, int i) throws IOException {
    return Entrusted.all(log(keep), keep.publicDirectory(), keys.get(i - 1).verifier())
        .get(number - 1);
  }

  /** Where the first custodian stands, after it has asked everybody, at this time by its clock. */
  Standing standing(CustodianDirectory keep, int number, Instant now) throws IOException {
    return standing(new Mirror(keep.mirror(here)), keep, number, now);
  }

  /** The same with a mirror that was there before. */
  Standing standing(Mirror mirror, CustodianDirectory keep, int number, Instant now)
      throws IOException {
    here.set(now);
    MirrorReport report = mirror.sync(CheckMonitor.NONE);
    Mirror.Newest newest = Objects.requireNonNull(mirror.newest());
    Entrusted of =
        Entrusted.all(newest.log(), keep.publicDirectory(), keys.getFirst().verifier())
            .get(number - 1);
    return Standing.of(of, newest.log(), newest.files(), report.claims(), now);
  }

  Custodian custodian(int i) {
    return new Custodian(keys.get(i - 1), here);
  }

  @Override
  public void close() throws IOException {
    server.close();
    machines.forEach(FileServer::close);
    Durable.deleteTree(directory.resolve("keep/staging"));
  }
}
