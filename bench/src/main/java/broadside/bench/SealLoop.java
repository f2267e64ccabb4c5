package broadside.bench;

import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.sealed.SealReader;
import broadside.archive.sealed.SealWriter;
import broadside.archive.sealed.SealedFiles;
import broadside.archive.sealed.ShareFiles;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Roles;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Dealing;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals a release to seven custodians, as {@code seal} does once it has made it, and, where it is
 * told to, opens it with the shares of four of them, up to an index that can be searched. Prints
 * the bytes of the plaintext, the age recipient, the milliseconds of CPU and by the clock of
 * sealing, and those of CPU of opening.
 *
 * <p>Arguments: the directory of a release whose statement is the text alone; where to; {@code
 * open}, or nothing.
 */
public final class SealLoop {
  private static final int CUSTODIANS = 7;
  private static final int THRESHOLD = 4;
  private static final String ORIGIN = "bench.example/log";

  private SealLoop() {}

  public static void main(String[] args) throws IOException, FormatException {
    Path target = Path.of(args[1]);
    Durable.deleteTree(target);
    Files.createDirectories(target);
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    List<Roles.Custodian> custodians = new ArrayList<>();
    for (int i = 1; i <= CUSTODIANS; i++) {
      try (Secret own = Secret.draw(random);
          AgeIdentity identity = AgeIdentity.of(own, ORIGIN, i)) {
        custodians.add(
            new Roles.Custodian(
                "c" + i,
                SigningKey.generate("c" + i, KeyType.NOTE).verifier(),
                identity.recipient()));
      }
    }
    long began = cpu();
    long start = System.nanoTime();
    try (Secret secret = Secret.draw(random);
        Dealing dealing = Dealing.of(secret, THRESHOLD, CUSTODIANS, random);
        AgeIdentity identity = AgeIdentity.of(secret, ORIGIN, 1)) {
      SealedFiles files = SealWriter.write(Path.of(args[0]), salt, identity.recipient(), target);
      SealedStatement seal =
          files.seal(
              new Terms(files.release().time().plus(Duration.ofDays(1)), 48, 7, false),
              identity.recipient(),
              dealing.verifiers(),
              ShareFiles.write(dealing.shares(), custodians, target),
              files.release().time());
      long sealed = cpu();
      long clock = Duration.ofNanos(System.nanoTime() - start).toMillis();
      if (args.length > 2) {
        open(seal, dealing.shares().subList(0, THRESHOLD), target);
      }
      System.out.printf(
          "%d %s %d %d %d%n",
          files.step(), identity.recipient(), sealed - began, clock, cpu() - sealed);
    }
  }

  private static void open(SealedStatement seal, List<Share> shares, Path target)
      throws IOException, FormatException {
    try (Secret secret = seal.sharing().secret(shares);
        AgeIdentity identity = AgeIdentity.of(secret, ORIGIN, seal.number())) {
      SealReader.Opened opened =
          SealReader.of(seal).open(target, identity, target.resolve("opened"), CheckMonitor.NONE);
      ReleaseIndex.open(opened.directory().resolve("index"), seal.number(), seal.first()).close();
    }
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }
}
