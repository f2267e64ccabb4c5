package broadside.intake.release;

import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReleaseIndexWriter;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.MailPlace;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.TakenBack;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the index of a release that is published, of its manifest and mails. */
public final class IndexMaker {
  private IndexMaker() {}

  /**
   * Makes it in a directory that is not there yet, or empty.
   *
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public static void make(ReleaseReader release, Path directory, CheckMonitor monitor)
      throws IOException {
    MessageParser parser = new MessageParser(MailLimits.DEFAULT);
    int number = release.statement().number();
    long first = release.statement().first();
    try (ReleaseIndexWriter writer = ReleaseIndexWriter.create(directory, number, first)) {
      for (long n = first; n <= release.statement().last(); n++) {
        monitor.checkCancelled();
        writer.add(entry(release, n, parser));
        monitor.progress(release.bytes(release.line(n)));
      }
      writer.finish();
    }
  }

  private static IndexEntry entry(ReleaseReader release, long number, MessageParser parser)
      throws IOException {
    ManifestLine line = release.line(number);
    byte[] mail = release.mail(line);
    if (mail == null) {
      return new IndexEntry(line, null, 0, 0, 0);
    }
    TakenBack.Act act = release.taken().act(line);
    MailPlace place = release.place(number);
    return new IndexEntry(
        act == null ? line : redacted(line, Objects.requireNonNull(act.taken().mail()), mail),
        parser.parse(mail),
        place.volume(),
        place.offset(),
        place.deflated());
  }

  /** What a line would be had it been made when its mail was redacted after the release. */
  private static ManifestLine redacted(ManifestLine line, String commitment, byte[] left) {
    return switch (line) {
      case ManifestLine.Published p ->
          redacted(line, commitment, p.mail(), left, p.date(), p.thread());
      case ManifestLine.Redacted r ->
          redacted(line, commitment, r.original(), left, r.date(), r.thread());
      case ManifestLine.Withheld w -> throw new IllegalArgumentException("number " + w.number());
    };
  }

  private static ManifestLine redacted(
      ManifestLine line,
      String commitment,
      String original,
      byte[] left,
      @Nullable Instant date,
      String thread) {
    List<SignatureVerdict> said = line.dkim();
    return new ManifestLine.Redacted(
        line.number(),
        commitment,
        original,
        Reason.PERSONAL_DATA, // no index says which
        left.length,
        date,
        thread,
        said == null ? null : Tellable.verdicts(said, left));
  }
}
