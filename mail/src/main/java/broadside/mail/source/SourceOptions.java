package broadside.mail.source;

import broadside.mail.message.MailLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to read a source.
 *
 * @param dialect the mbox dialect that the operator declared, or null to detect it
 * @param mail limits of one mail
 * @param archive limits of archives within the source
 * @param spool an existing directory for archives within archives, which have to lie in a file
 *     while they are read, or null for the system's temporary directory
 * @param known the dialects in which mboxes of the source were read before, by their names in a
 *     {@link Place}; where none is declared they stay so, whatever came to a file meanwhile
 */
public record SourceOptions(
    @Nullable SourceFormat dialect,
    MailLimits mail,
    ArchiveLimits archive,
    @Nullable Path spool,
    Map<String, SourceFormat> known) {
  private static final Set<SourceFormat> MBOX =
      EnumSet.of(
          SourceFormat.MBOXO, SourceFormat.MBOXRD, SourceFormat.MBOXCL, SourceFormat.PIPERMAIL);

  /** Everything detected, default limits. */
  public static final SourceOptions DEFAULT =
      new SourceOptions(null, MailLimits.DEFAULT, ArchiveLimits.DEFAULT);

  /** Options that spool to the system's temporary directory. */
  public SourceOptions(@Nullable SourceFormat dialect, MailLimits mail, ArchiveLimits archive) {
    this(dialect, mail, archive, null, Map.of());
  }

  public SourceOptions {
    known = Map.copyOf(known);
    if (dialect != null && !MBOX.contains(dialect)) {
      throw new IllegalArgumentException("a dialect of mbox, one of " + MBOX + ", not " + dialect);
    }
  }

  /** The same, spooling to this directory. */
  public SourceOptions spoolingTo(Path directory) {
    return new SourceOptions(dialect, mail, archive, directory, known);
  }

  /** The same, of a source of which these mboxes were read before. */
  public SourceOptions knowing(Map<String, SourceFormat> dialects) {
    return new SourceOptions(dialect, mail, archive, spool, dialects);
  }

  /** The dialect of a file that is not to be found out, or null. */
  @Nullable SourceFormat dialect(String file) {
    return dialect == null ? known.get(file) : dialect;
  }

  /** A new file for an archive within another one; the caller deletes it. */
  Path spoolFile() throws IOException {
    return spool == null
        ? Files.createTempFile("archive", ".zip")
        : Files.createTempFile(spool, "archive", ".zip");
  }
}
