package broadside.mail.source;

import java.io.IOException;

/** Receives what a {@link MailSource} meets, in the order of the source. */
public interface SourceVisitor {

  /**
   * A file (or member of an archive) begins, told once for each name and before its mails.
   *
   * @param format what its content says it is; of a compressed file, what is inside; of an mbox,
   *     the dialect that its mails are read by
   */
  void file(String file, SourceFormat format) throws IOException;

  /** One mail: its exact bytes, after undoing what its format adds, and where it lay. */
  void mail(Place place, byte[] bytes) throws IOException;

  /** Something that is not published: refused whole, with its reason. Counts as one. */
  void refused(Place place, Refusal reason, String detail) throws IOException;

  /** Something odd that was repaired, so that nothing is lost; does not count. */
  void repaired(Place place, String what) throws IOException;
}
