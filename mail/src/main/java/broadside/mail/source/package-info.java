/**
 * From files to the bytes of each mail in them: mbox in its dialects, Maildir, folders, single
 * mails, and archives and compressed files of any of these.
 *
 * <p>The entry types are {@link broadside.mail.source.MailSource}, which reads, and {@link
 * broadside.mail.source.SourceCounter}, which counts by other and simpler means. Invariant: every
 * file met ends in exactly one event, and memory does not grow with the source.
 */
@NullMarked
package broadside.mail.source;

import org.jspecify.annotations.NullMarked;
