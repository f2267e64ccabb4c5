package broadside.cli;

import static broadside.cli.Command.ok;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.release.Custodians;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.SigningKey;
import broadside.proof.statement.SealedStatement;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A publication of six letters, the keys of whose three custodians are here: two open what is
 * sealed.
 */
record SealedPort(Path scratch, Path pub, Custodians custodians) {
  static SealedPort found(Path scratch) throws Exception {
    SealedPort port = new SealedPort(scratch, scratch.resolve("pub"), new Custodians(3));
    ok("init", port.pub(), "--title", "Harbour letters");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    TestMails.tides(mails, 6);
    ok("add", port.pub(), mails);
    port.custodians().appoint(port.pub());
    return port;
  }

  Path publicDirectory() {
    return pub.resolve("public");
  }

  /** Seals so many messages for an hour, with more options. */
  void seal(int messages, Instant hour, Object... more) {
    List<Object> line =
        new ArrayList<>(List.of("seal", pub, "--messages", messages, "--opens", hour.toString()));
    line.addAll(List.of(more));
    ok(line.toArray());
  }

  SealedStatement seal(int number) throws IOException {
    SealedRelease release =
        CheckedLog.open(new LogDirectory(publicDirectory())).history().sealedRelease(number);
    return Objects.requireNonNull(release).sealed().statement();
  }

  /** What a custodian publishes, as a file. */
  Path share(int release, int custodian) throws IOException {
    SealedStatement seal = seal(release);
    byte[] note =
        custodians.publish(seal, custodian, custodians.share(seal, custodian, publicDirectory()));
    return Files.write(scratch.resolve("share-%d-%d.note".formatted(release, custodian)), note);
  }

  /** Puts enough shares of a release where a server beside puts those that it takes. */
  void handIn(int release, Path publication) throws IOException {
    SealedDirectory directory = SealedDirectory.of(publication.resolve("public"), release);
    for (int custodian : new int[] {1, 3}) {
      Files.copy(share(release, custodian), directory.published(custodian));
    }
  }

  /** A witness of this key, at a port or at any for 0. */
  WitnessServer witness(SigningKey key, Clock clock, int port) throws IOException {
    return Witnesses.start(scratch.resolve(key.verifier().name()), pub, key, clock, port);
  }

  /** Names a witness in the policy. */
  void name(String name, SigningKey key, WitnessServer witness) {
    ok("policy", pub, "--add-witness", name + " " + key.verifier().print() + " " + witness.uri());
  }

  /** Holds mails that wait, after the oldest {@code skip}; their ids. */
  static List<String> hold(Path pub, int skip, int count) throws IOException {
    List<String> held = new ArrayList<>();
    try (PrivateDirectory open = PrivateDirectory.open(pub)) {
      List<Mail> waiting = new ArrayList<>();
      open.ledger().mails().forEach(waiting::add);
      waiting.removeIf(mail -> mail.state() != MailState.WAITING);
      waiting.sort(
          Comparator.comparing(Mail::date, Comparator.nullsLast(Comparator.naturalOrder())));
      for (Mail mail : waiting.subList(skip, skip + count)) {
        open.ledger().mails().setState(mail.id(), MailState.HELD);
        held.add(mail.intakeId());
      }
      open.ledger().commit();
    }
    return held;
  }

  static void sleepUntil(Instant time) throws InterruptedException {
    while (Instant.now().isBefore(time)) {
      Thread.sleep(100);
    }
  }
}
