package broadside.intake.release;

import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReleaseIndexWriter;
import broadside.archive.release.DeflatedMail;
import broadside.archive.release.MailPlace;
import broadside.archive.release.ReleaseHeading;
import broadside.archive.release.ReleaseWriter;
import broadside.archive.release.ThreadKey;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Decisions;
import broadside.intake.ledger.Erasures;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Redaction;
import broadside.intake.release.ReleaseMonitor.Progress;
import broadside.intake.release.ReleaseMonitor.Step;
import broadside.intake.segment.SegmentReader;
import broadside.intake.thread.ThreadJoiner;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a release whose mails are numbered in the ledger, one mail at a time.
 *
 * <p>It only reads ledger and segments: the same ledger and segments give the same files.
 */
final class ReleaseFiles implements Closeable {
  private final Ledger ledger;
  private final ReleaseHeading heading;
  private final ReleaseMonitor monitor;
  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private final SegmentReader segments;
  private final ReleaseWriter writer;
  private final IndexThread index;
  private final Map<Long, Long> taken;
  private long done;
  private long bytes;

  private ReleaseFiles(
      PrivateDirectory directory,
      ReleaseHeading heading,
      Map<Long, Long> taken,
      Path target,
      ReleaseMonitor monitor)
      throws IOException {
    this.taken = taken;
    this.ledger = directory.ledger();
    this.heading = heading;
    this.monitor = monitor;
    this.segments = SegmentReader.open(directory.mailDirectory());
    this.writer = ReleaseWriter.create(target, heading);
    this.index =
        new IndexThread(
            ReleaseIndexWriter.create(target.resolve("index"), heading.number(), heading.first()));
  }

  /** Writes the release into {@code target}, which it creates; everything is on disk then. */
  static ReleaseStatement write(
      PrivateDirectory directory,
      ReleaseHeading heading,
      long last,
      Path target,
      ReleaseMonitor monitor)
      throws IOException {
    try (ReleaseFiles files = new ReleaseFiles(directory, heading, Map.of(), target, monitor)) {
      files.writeMails(last);
      return files.writer.finish();
    }
  }

  /**
   * Writes a release again, without the mails that were taken back from it, and with redacted ones
   * in their place.
   *
   * @param taken numbers, and the position of the newest statement about each
   * @param signed its statement, which stays
   * @return the bytes of its new {@code SHA256SUMS}
   */
  static byte[] rewrite(
      PrivateDirectory directory,
      ReleaseHeading heading,
      long last,
      Map<Long, Long> taken,
      byte[] signed,
      Path target,
      ReleaseMonitor monitor)
      throws IOException {
    try (ReleaseFiles files = new ReleaseFiles(directory, heading, taken, target, monitor)) {
      files.writeMails(last);
      return files.writer.finish(signed);
    }
  }

  private void writeMails(long last) throws IOException {
    ledger.mails().forEachNumber(heading.first(), last, mail -> add(mail, last));
    monitor.step(Step.FINISHING);
    index.finish();
    ThreadJoiner.forEachAlias(ledger, heading.number(), writer::add);
    for (String key : ledger.dkimKeys().ofRelease(heading.number())) {
      writer.addKey(key);
    }
  }

  private void add(Mail mail, long last) throws IOException {
    if (monitor.isCancelled()) {
      throw new InterruptedIOException("The release was stopped; nothing was released.");
    }
    if (mail.state() == MailState.WITHHELD) {
      addWithheld(mail);
    } else {
      addPublished(mail);
    }
    done++;
    bytes += mail.stored().bytes();
    monitor.progress(new Progress(done, last - heading.first() + 1, bytes));
  }

  private void addPublished(Mail mail) throws IOException {
    Redaction first = ledger.redactions().of(mail.id(), Redaction.FROM_RELEASE);
    Long position = taken.get(mail.number());
    Redaction now = position == null ? first : ledger.redactions().of(mail.id(), position);
    if (position != null && now == null) {
      ManifestLine line = line(mail, original(mail), first);
      writer.addWithdrawn(line);
      index.add(new IndexEntry(line, null, 0, 0, 0), 0);
      return;
    }
    byte[] deflated = segments.deflated(mail.stored());
    byte[] eml = segments.inflate(mail.stored(), deflated);
    String commitment = HexFormat.of().formatHex(Commitment.toMail(mail.salt(), eml));
    ManifestLine line = line(mail, commitment, first);
    if (now != null) {
      addRedacted(line, redacted(mail, commitment, now), now);
    } else {
      MailPlace place =
          writer.add(
              line, mail.salt(), new DeflatedMail(deflated, eml.length, mail.stored().crc()));
      IndexEntry entry =
          new IndexEntry(
              line,
              parser.parse(eml),
              place.volume(),
              place.offset(),
              place.deflated(),
              ByteBuffer.wrap(mail.content()).getLong());
      index.add(entry, eml.length);
    }
  }

  /** The commitment to the mail's own bytes in hex, which may have been erased. */
  private String original(Mail mail) throws IOException {
    Erasures.Erasure erased = ledger.erasures().of(mail.id());
    return erased == null
        ? HexFormat.of().formatHex(Commitment.toMail(mail.salt(), segments.read(mail.stored())))
        : erased.commitment();
  }

  /**
   * A mail's line in the manifest.
   *
   * @param original the commitment to its own bytes
   * @param first what was published in its place at its release, or null
   */
  private ManifestLine line(Mail mail, String original, @Nullable Redaction first)
      throws IOException {
    return first == null
        ? new ManifestLine.Published(
            mail.number(),
            original,
            mail.stored().bytes(),
            date(mail),
            ThreadKey.print(mail.thread()),
            mail.dkim())
        : redacted(mail, original, first);
  }

  /**
   * Adds a mail with parts removed. The key by which copies are found is made of what is left: that
   * of the whole mail would confirm what a reader guesses of the rest.
   *
   * @param line as it is in the manifest
   * @param now what the line would be had it been made today
   */
  private void addRedacted(ManifestLine line, ManifestLine now, Redaction redaction)
      throws IOException {
    byte[] eml = redaction.eml();
    MailPlace place = writer.add(line, redaction.salt(), redaction.mail());
    index.add(
        new IndexEntry(now, parser.parse(eml), place.volume(), place.offset(), place.deflated()),
        eml.length);
  }

  private ManifestLine redacted(Mail mail, String original, Redaction redaction)
      throws IOException {
    return new ManifestLine.Redacted(
        mail.number(),
        redaction.commitment(),
        original,
        redaction.reason(),
        redaction.mail().bytes(),
        date(mail),
        ThreadKey.print(mail.thread()),
        ledger.erasures().of(mail.id()) == null
            ? Tellable.verdicts(mail, redaction)
            : mail.dkim()); // as they were told when it was erased
  }

  private static @Nullable Instant date(Mail mail) {
    return mail.date() != null && SignedText.isTime(mail.date()) ? mail.date() : null;
  }

  private void addWithheld(Mail mail) throws IOException {
    ManifestLine.Withheld line =
        new ManifestLine.Withheld(mail.number(), original(mail), reason(mail));
    writer.add(line);
    index.add(new IndexEntry(line, null, 0, 0, 0), 0);
  }

  /** Why the mail is withheld: the newest decision says so. */
  private Reason reason(Mail mail) throws IOException {
    List<Decisions.Decision> decisions = ledger.decisions().of(mail.id());
    try {
      return Reason.parse(decisions.isEmpty() ? "" : decisions.getLast().reason());
    } catch (FormatException e) {
      throw new IOException(
          "Mail %s is withheld and the ledger has no reason for it; withhold it again with a reason."
              .formatted(mail.intakeId()));
    }
  }

  @Override
  public void close() throws IOException {
    try (segments;
        writer;
        index) {
      done = 0;
    }
  }
}
