package broadside.bench;

import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReleaseIndexWriter;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.source.MailSource;
import broadside.mail.source.Place;
import broadside.mail.source.Refusal;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import broadside.mail.source.SourceVisitor;
import broadside.proof.release.ManifestLine;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads an mbox, parses and indexes every mail with the product's own analyser and fields, and does
 * nothing else: no ledger, no hashes, no zip, no threads, no findings. Prints the number of mails.
 *
 * <p>Arguments: the mbox, and an empty directory for the index.
 */
public final class BareIndexLoop {
  private BareIndexLoop() {}

  public static void main(String[] args) throws IOException {
    MessageParser parser = new MessageParser(MailLimits.DEFAULT);
    try (ReleaseIndexWriter index = ReleaseIndexWriter.create(Path.of(args[1]), 1, 1)) {
      Loop loop = new Loop(parser, index);
      MailSource.open(Path.of(args[0]), SourceOptions.DEFAULT).read(loop);
      index.finish();
      System.out.println(loop.mails);
    }
  }

  private static final class Loop implements SourceVisitor {
    private static final String ZEROS = "0".repeat(64);

    private final MessageParser parser;
    private final ReleaseIndexWriter index;
    private long mails;

    Loop(MessageParser parser, ReleaseIndexWriter index) {
      this.parser = parser;
      this.index = index;
    }

    @Override
    public void mail(Place place, byte[] bytes) throws IOException {
      mails++;
      Message message = parser.parse(bytes);
      ManifestLine line =
          new ManifestLine.Published(
              mails, ZEROS, bytes.length, message.date().instant(), ZEROS.substring(48), null);
      index.add(new IndexEntry(line, message, 1, place.offset(), place.length()));
    }

    @Override
    public void file(String file, SourceFormat format) {}

    @Override
    public void refused(Place place, Refusal reason, String detail) {}

    @Override
    public void repaired(Place place, String what) {}
  }
}
