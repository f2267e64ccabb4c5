package broadside.bench;

import broadside.mail.source.MailSource;
import broadside.mail.source.Place;
import broadside.mail.source.Refusal;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import broadside.mail.source.SourceVisitor;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the mails of an mbox one by one, and does one thing with each. */
abstract class MailLoop implements SourceVisitor {
  private long mails;

  /** Reads an mbox to its end; how many mails it had. */
  final long run(Path mbox) throws IOException {
    MailSource.open(mbox, SourceOptions.DEFAULT).read(this);
    return mails;
  }

  /** What is done with the mail of this number, from 1. */
  abstract void mail(long number, Place place, byte[] mail) throws IOException;

  @Override
  public final void mail(Place place, byte[] bytes) throws IOException {
    mails++;
    mail(mails, place, bytes);
  }

  @Override
  public final void file(String file, SourceFormat format) {}

  @Override
  public final void refused(Place place, Refusal reason, String detail) {}

  @Override
  public final void repaired(Place place, String what) {}
}
