package broadside.archive.release;

import broadside.proof.merkle.MerkleTree;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Checks the numbers of one stretch of a manifest: their lines, mails, salts and places.
 *
 * <p><b>Threads:</b> one; once it was run, shared by all. <b>Memory:</b> one mail.
 */
final class StretchCheck {
  private final ReleaseReader reader;
  private final ManifestStretch stretch;
  private final CheckMonitor monitor;
  private final ReleaseReport.Builder report;
  private final List<Long> found = new ArrayList<>();
  private byte[] root = MerkleTree.emptyRoot();
  private long published;
  private long redacted;

  StretchCheck(ReleaseReader reader, ManifestStretch stretch, CheckMonitor monitor) {
    this.reader = reader;
    this.stretch = stretch;
    this.monitor = monitor;
    this.report = new ReleaseReport.Builder(reader.statement().number());
  }

  /** Runs it to its end. */
  StretchCheck run() throws IOException {
    MerkleTree.RootBuilder tree = new MerkleTree.RootBuilder();
    for (int i = 0; i < stretch.lines(); i++) {
      monitor.checkCancelled();
      byte[] line = stretch.line(i);
      tree.add(MerkleTree.leaf(line));
      checkLine(line, stretch.first() + i, stretch.lineOffset(i));
    }
    root = tree.root();
    return this;
  }

  int lines() {
    return stretch.lines();
  }

  /** How many lines say of their mail that it is published. */
  long published() {
    return published;
  }

  /** How many lines say of their mail that it is redacted. */
  long redacted() {
    return redacted;
  }

  /** Numbers whose mail was found where {@code places} says, ascending. */
  List<Long> found() {
    return found;
  }

  /** What is wrong, and the other counts. */
  ReleaseReport.Builder report() {
    return report;
  }

  /** The root over the stretch's lines. */
  byte[] root() {
    return root;
  }

  private void checkLine(byte[] bytes, long number, long offset) throws IOException {
    try {
      ManifestLine line = ManifestLine.parse(new String(bytes, StandardCharsets.ISO_8859_1));
      if (line.number() != number) {
        report.damaged("the manifest has %d in the place of %d".formatted(line.number(), number));
      } else if (reader.lineOffset(number) != offset) {
        report.damaged("places is wrong at number " + number);
      } else {
        checkMail(line);
      }
    } catch (FormatException e) {
      report.damaged("the manifest's line for number " + number + " is not in its one encoding");
    }
  }

  private void checkMail(ManifestLine line) throws IOException {
    switch (line) {
      case ManifestLine.Published p -> {
        published++;
        checkCommitment(line);
      }
      case ManifestLine.Redacted r -> {
        redacted++;
        checkCommitment(line);
      }
      case ManifestLine.Withheld w -> {
        report.withheld++;
        checkNothing(w.number(), "withheld");
      }
    }
  }

  private void checkNothing(long number, String state) {
    if (!Arrays.equals(reader.salt(number), new byte[Commitment.SALT_BYTES])
        || !reader.place(number).equals(MailPlace.NONE)) {
      report.damaged("number " + number + " is " + state + " and has a salt or a mail");
    }
  }

  private void checkCommitment(ManifestLine line) throws IOException {
    String commitment = reader.taken().mail(line);
    if (commitment == null) {
      checkNothing(line.number(), "withdrawn");
      report.withdrawn++;
      return;
    }
    try {
      byte[] mail = reader.mail(line);
      byte[] salted =
          Commitment.toMail(reader.salt(line.number()), mail == null ? new byte[0] : mail);
      if (!HexFormat.of().formatHex(salted).equals(commitment)) {
        report.damaged("mail " + line.number() + " is not the one that the manifest commits to");
      }
      report.mails++;
      found.add(line.number());
    } catch (ReleaseException e) {
      report.damage(String.valueOf(e.getMessage()));
    }
  }
}
