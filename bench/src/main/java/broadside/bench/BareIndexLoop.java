package broadside.bench;

import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReleaseIndexWriter;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.source.Place;
import broadside.proof.release.ManifestLine;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads an mbox, parses and indexes every mail with the product's own analyser and fields, and does
 * nothing else: no ledger, no hashes, no zip, no threads, no findings. Prints the number of mails.
 *
 * <p>Arguments: the mbox, and an empty directory for the index.
 */
public final class BareIndexLoop extends MailLoop {
  private static final String ZEROS = "0".repeat(64);

  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private final ReleaseIndexWriter index;

  private BareIndexLoop(ReleaseIndexWriter index) {
    this.index = index;
  }

  public static void main(String[] args) throws IOException {
    try (ReleaseIndexWriter index = ReleaseIndexWriter.create(Path.of(args[1]), 1, 1)) {
      long mails = new BareIndexLoop(index).run(Path.of(args[0]));
      index.finish();
      System.out.println(mails);
    }
  }

  @Override
  void mail(long number, Place place, byte[] bytes) throws IOException {
    Message message = parser.parse(bytes);
    ManifestLine line =
        new ManifestLine.Published(
            number, ZEROS, bytes.length, message.date().instant(), ZEROS.substring(48), null);
    index.add(new IndexEntry(line, message, 1, place.offset(), place.length()));
  }
}
