package broadside.mail.source;

import broadside.mail.message.MailLimits;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to read a source.
 *
 * @param dialect the mbox dialect that the operator declared, or null to detect it
 * @param mail limits of one mail
 * @param archive limits of archives within the source
 */
public record SourceOptions(
    @Nullable SourceFormat dialect, MailLimits mail, ArchiveLimits archive) {
  private static final Set<SourceFormat> MBOX =
      EnumSet.of(
          SourceFormat.MBOXO, SourceFormat.MBOXRD, SourceFormat.MBOXCL, SourceFormat.PIPERMAIL);

  /** Everything detected, default limits. */
  public static final SourceOptions DEFAULT =
      new SourceOptions(null, MailLimits.DEFAULT, ArchiveLimits.DEFAULT);

  public SourceOptions {
    if (dialect != null && !MBOX.contains(dialect)) {
      throw new IllegalArgumentException("a dialect of mbox, one of " + MBOX + ", not " + dialect);
    }
  }
}
