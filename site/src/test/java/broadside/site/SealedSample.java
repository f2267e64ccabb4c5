package broadside.site;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.Opener;
import broadside.archive.sealed.SealWriter;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.ShareFiles;
import broadside.proof.log.ScheduleNote;
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
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Opening;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.statement.Voiding;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A publication with sealed releases, each of which two of three custodians open. */
final class SealedSample {
  /** When all of it was made. */
  static final Instant TIME = Instant.parse("2026-02-01T08:00:00Z");

  /** When a sealed release opens, unless something else is said. */
  static final Instant HOUR = Instant.parse("2026-12-09T14:00:00Z");

  static final List<String> NAMES = List.of("lighthouse", "north-pier", "old-mole");

  private final SamplePublication publication;
  private final Path directory;
  private final List<SigningKey> keys;
  private final List<Roles.Custodian> custodians;
  private final SecureRandom random = new SecureRandom();
  private final List<Sealing> sealings = new ArrayList<>();

  /** What editors know of a sealed release. */
  private record Sealing(
      SealedStatement seal, ReleaseStatement release, String salt, Dealing dealing, String key) {}

  private SealedSample(
      Path directory,
      SamplePublication publication,
      List<SigningKey> keys,
      List<Roles.Custodian> custodians) {
    this.directory = directory;
    this.publication = publication;
    this.keys = keys;
    this.custodians = custodians;
  }

  static SealedSample in(Path directory) throws IOException, FormatException {
    List<SigningKey> keys = new ArrayList<>();
    List<Roles.Custodian> custodians = new ArrayList<>();
    for (String name : NAMES) {
      SigningKey key = SigningKey.generate(name, KeyType.NOTE);
      keys.add(key);
      try (AgeIdentity identity = AgeIdentity.of(key)) {
        custodians.add(new Roles.Custodian(name, key.verifier(), identity.recipient()));
      }
    }
    return new SealedSample(
        directory, SamplePublication.in(directory, custodians), keys, custodians);
  }

  /**
   * A publication two hours after {@link #HOUR}: 1 was never sealed, 2 is opened, 3 overdue with a
   * good and a bad share, 4 due, 5 armed, 6 held, 7 void, 8 sealed.
   */
  static SealedSample gallery(Path directory) throws IOException, FormatException {
    SealedSample sample = in(directory);
    sample.publication().release("The old quay", SampleMails.first().subList(0, 3));
    Instant now = HOUR.plusSeconds(7_200);
    List<byte[]> mails = List.of(SampleMails.REPLY);
    SealedStatement opened = sample.seal(HOUR, mails);
    sample.arm(opened);
    SealedStatement overdue = sample.seal(new Terms(HOUR, 48, 10, true), mails, false);
    SealedStatement due = sample.seal(new Terms(now.minusSeconds(600), 0, 0, false), mails, false);
    SealedStatement armed =
        sample.seal(new Terms(HOUR.plus(Duration.ofDays(7)), 48, 7, false), mails, false);
    sample.arm(armed);
    SealedStatement held = sample.seal(new Terms(HOUR, 48, 10, true), mails, false);
    sample.hold(held, HOUR.plus(Duration.ofDays(9)));
    sample.annul(sample.seal(new Terms(HOUR, 48, 10, true), mails, false));
    SealedStatement sealed =
        sample.seal(new Terms(HOUR.plus(Duration.ofDays(14)), 48, 7, true), mails, false);
    sample.keep(sealed, "receipt-2.note", sample.receipt(sealed, 2));
    sample.keep(overdue, "share-1.note", sample.share(overdue, 1));
    sample.keep(overdue, "share-3.bad.note", sample.bad(overdue, 3));
    sample.keep(due, "share-1.note", sample.share(due, 1));
    sample.keep(due, "share-2.note", sample.share(due, 2));
    for (int i = 1; i <= 2; i++) {
      sample.keep(opened, "share-" + i + ".note", sample.share(opened, i));
    }
    sample.open(opened, now);
    sample.opened(opened);
    return sample;
  }

  private void keep(SealedStatement seal, String name, byte[] note) throws IOException {
    Files.write(SealedDirectory.of(directory, seal.number()).path().resolve(name), note);
  }

  SamplePublication publication() {
    return publication;
  }

  /** Seals the mails as the next release, whose hour is this. */
  SealedStatement seal(Instant hour, List<byte[]> mails) throws IOException, FormatException {
    return seal(new Terms(hour, 48, 10, true), mails, true);
  }

  /** The same; where the parts need not be opened there are none, and the seal says something. */
  SealedStatement seal(Terms terms, List<byte[]> mails, boolean hasParts)
      throws IOException, FormatException {
    Path aside = directory.resolve("aside");
    ReleaseStatement release = publication.write("", mails, aside);
    Files.write(aside.resolve("statement"), release.encode());
    byte[] salt = new byte[Commitment.SALT_BYTES];
    random.nextBytes(salt);
    Path place = Files.createDirectories(SealedDirectory.of(directory, release.number()).path());
    try (Secret secret = Secret.draw(random)) {
      Dealing dealing = Dealing.of(secret, 2, NAMES.size(), random);
      String origin = publication.log().key().verifier().name();
      AgeIdentity identity = AgeIdentity.of(secret, origin, release.number());
      SealedStatement seal =
          new SealedStatement(
              release.publication(),
              1,
              release.number(),
              release.previous(),
              release.first(),
              release.count(),
              terms,
              Parts.LEAST,
              hasParts
                  ? SealWriter.write(aside, salt, identity.recipient(), place).parts()
                  : List.of(new SealedStatement.Part(Parts.LEAST + 4312, "c".repeat(64))),
              HexFormat.of().formatHex(Commitment.toRelease(salt, release.encode())),
              identity.recipient(),
              dealing.verifiers().commitments(),
              ShareFiles.write(dealing.shares(), custodians, place),
              TIME);
      Durable.deleteTree(aside);
      publication.log().append(publication.log().signed(seal).encode());
      publication.follow(seal.sha256());
      sealings.add(
          new Sealing(seal, release, HexFormat.of().formatHex(salt), dealing, identity.print()));
      return seal;
    }
  }

  private Sealing sealing(SealedStatement seal) {
    return sealings.stream().filter(s -> s.seal().equals(seal)).findFirst().orElseThrow();
  }

  /** What custodian i publishes, from 1. */
  byte[] share(SealedStatement seal, int i) {
    return signed(seal, i, sealing(seal).dealing().shares().get(i - 1));
  }

  /** A share that fits nothing, signed by custodian i. */
  byte[] bad(SealedStatement seal, int i) {
    return signed(seal, i, new Share(i, Secret.draw(random)));
  }

  private byte[] signed(SealedStatement seal, int i, Share share) {
    ShareNote note = new ShareNote(seal.publication(), seal.number(), seal.sha256(), share);
    return new SignedNote(note.print(), List.of(keys.get(i - 1).sign(note.print()))).encode();
  }

  byte[] receipt(SealedStatement seal, int i) {
    Receipt receipt =
        new Receipt(seal.publication(), 1, seal.number(), seal.sha256(), TIME.plusSeconds(60));
    return SignedStatement.of(receipt, List.of(keys.get(i - 1).sign(receipt.print()))).encode();
  }

  /** Puts the receipts of all custodians into the log. */
  void arm(SealedStatement seal) throws IOException {
    for (int i = 1; i <= NAMES.size(); i++) {
      publication.log().append(receipt(seal, i));
    }
  }

  void hold(SealedStatement seal, Instant until) throws IOException {
    log(new Hold(seal.publication(), 1, seal.number(), seal.sha256(), until, TIME));
  }

  /** Takes it back. */
  void annul(SealedStatement seal) throws IOException {
    log(new Voiding(seal.publication(), 1, seal.number(), seal.sha256(), Reason.SAFETY, TIME));
  }

  /** Opens it as a mirror does, with the shares that lie there. */
  void open(SealedStatement seal, Instant now) throws IOException {
    NoteBox box = NoteBox.open(seal, SealedDirectory.of(directory, seal.number()));
    LocalOpening _ =
        new Opener(directory, directory.resolve("aside"))
            .open(
                CheckedLog.open(new LogDirectory(directory)).history(),
                seal.number(),
                box.shares(),
                now,
                CheckMonitor.NONE);
  }

  /** Has the log tell that it is open. */
  void opened(SealedStatement seal) throws IOException {
    Sealing sealing = sealing(seal);
    log(
        new Opening(
            seal.publication(),
            1,
            seal.number(),
            seal.sha256(),
            sealing.salt(),
            sealing.key(),
            sealing.release(),
            seal.terms().notBefore().plus(Duration.ofHours(3))));
  }

  /** Has the publisher announce these parts, up to the last of the series. */
  void announce(int last, List<ScheduleNote.Part> parts) throws IOException {
    String text = new ScheduleNote(publication.log().policy().hash(), TIME, last, parts).print();
    SigningKey key = publication.log().key();
    Files.write(
        directory.resolve(ScheduleNote.PATH),
        new SignedNote(text, List.of(key.sign(text))).encode());
  }

  private void log(broadside.proof.statement.Statement statement) throws IOException {
    publication.log().append(publication.log().signed(statement).encode());
  }
}
