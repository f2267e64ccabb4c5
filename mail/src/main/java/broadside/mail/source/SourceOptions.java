package broadside.mail.source;

import broadside.mail.message.MailLimits;
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
  public static final SourceOptions DEFAULT =
      new SourceOptions(null, MailLimits.DEFAULT, ArchiveLimits.DEFAULT);
}
