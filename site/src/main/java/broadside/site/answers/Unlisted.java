package broadside.site.answers;

import broadside.archive.index.MailCard;
import broadside.archive.release.ReleaseReader;
import broadside.proof.release.ManifestLine;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail of which no index tells, as its line of the manifest and the withdrawals have it.
 *
 * @param date when it was written; null where undated, withheld or withdrawn
 * @param bytes of the mail, 0 where withheld or withdrawn
 */
record Unlisted(
    long number, int release, MailCard.State state, @Nullable Instant date, long bytes) {
  static Unlisted of(ReleaseReader release, long number) throws IOException {
    ManifestLine line = release.line(number);
    MailCard.State state = state(release, line);
    return new Unlisted(
        number,
        release.statement().number(),
        state,
        state == MailCard.State.WITHDRAWN ? null : date(line),
        release.bytes(line));
  }

  private static MailCard.State state(ReleaseReader release, ManifestLine line) {
    if (line instanceof ManifestLine.Withheld) {
      return MailCard.State.WITHHELD;
    }
    if (release.taken().mail(line) == null) {
      return MailCard.State.WITHDRAWN;
    }
    return line instanceof ManifestLine.Redacted || release.taken().isRedacted(line.number())
        ? MailCard.State.REDACTED
        : MailCard.State.PUBLISHED;
  }

  private static @Nullable Instant date(ManifestLine line) {
    return switch (line) {
      case ManifestLine.Published p -> p.date();
      case ManifestLine.Redacted r -> r.date();
      case ManifestLine.Withheld _ -> null;
    };
  }

  /** True where the number has no mail. */
  boolean isAbsent() {
    return state == MailCard.State.WITHHELD || state == MailCard.State.WITHDRAWN;
  }
}
