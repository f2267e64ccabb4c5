package broadside.bench;

import broadside.archive.Publication;
import broadside.intake.PrivateDirectory;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.proof.statement.Correction;
import broadside.proof.text.SignedText;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Makes a publication's log large with corrections that its editors signed, and measures what one
 * more costs. All times are CPU of the whole process in milliseconds, one line each: {@code name
 * first warm}, where warm is the mean of the later half, since a machine may count in steps of 10.
 *
 * <p>Arguments: {@code fill PUBLICATION ENTRIES}, which publishes until the log has so many; {@code
 * publish PUBLICATION}, which publishes more, one by one; {@code read PUBLICATION}, which opens the
 * log as a reader's server does, and lets it see more, one by one. The publication has one release,
 * and the keys of its editors beside it.
 */
public final class LargeLog {
  private static final int ROUNDS = 200;
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private LargeLog() {}

  public static void main(String[] args) throws IOException {
    Path publication = Path.of(args[1]);
    switch (args[0]) {
      case "fill" -> fill(publication, Long.parseLong(args[2]));
      case "publish" -> {
        double[] costs = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
          double before = cpu();
          publishOne(publication);
          costs[i] = cpu() - before;
        }
        print("publish", costs);
      }
      case "read" -> {
        double before = cpu();
        try (Publication reader = Publication.open(publication.resolve("public"))) {
          print("open", new double[] {cpu() - before});
          double[] costs = new double[ROUNDS];
          for (int i = 0; i < ROUNDS; i++) {
            publishOne(publication);
            before = cpu();
            if (!reader.refresh()) {
              throw new IllegalStateException("a reader does not see what was published");
            }
            costs[i] = cpu() - before;
          }
          print("refresh", costs);
        }
      }
      default -> throw new IllegalArgumentException("fill, publish or read; not " + args[0]);
    }
  }

  private static void fill(Path publication, long entries) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      add(directory, entries - directory.ledger().statements().size());
      new PublicLog(directory).publish();
    }
  }

  /** All that a command does once it runs: opens the publication, signs, commits, publishes. */
  private static void publishOne(Path publication) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      add(directory, 1);
      new PublicLog(directory).publish();
    }
  }

  private static void add(PrivateDirectory directory, long count) throws IOException {
    Signer signer =
        new Keys(directory.keysDirectory(), Passphrases.NONE).unlock(directory.policy());
    String identity = directory.identity();
    int version = directory.policy().version();
    byte[] text = "Corrected.\n".getBytes(StandardCharsets.UTF_8);
    directory.ledger().statements().addEnclosure(text);
    for (long i = 0; i < count; i++) {
      directory
          .ledger()
          .statements()
          .add(
              signer.sign(
                  new Correction(
                      identity,
                      version,
                      Correction.Subject.MESSAGE,
                      1,
                      "Correction " + directory.ledger().statements().size(),
                      SignedText.sha256Hex(text),
                      Instant.ofEpochSecond(1_700_000_000))));
    }
    directory.ledger().commit();
  }

  private static double cpu() {
    return MACHINE.getProcessCpuTime() / 1e6;
  }

  private static void print(String name, double[] costs) {
    double warm = Arrays.stream(costs, costs.length / 2, costs.length).average().orElseThrow();
    System.out.printf(Locale.ROOT, "%s %.1f %.1f%n", name, costs[0], warm);
  }
}
