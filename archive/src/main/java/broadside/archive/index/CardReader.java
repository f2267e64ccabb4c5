package broadside.archive.index;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cards of one segment.
 *
 * <p><b>Threads:</b> one; cheap to make. Documents must be asked for in rising order.
 */
public final class CardReader {
  private final NumericDocValues number;
  private final NumericDocValues release;
  private final NumericDocValues state;
  private final NumericDocValues date;
  private final NumericDocValues bytes;
  private final NumericDocValues attachments;
  private final NumericDocValues thread;
  private final NumericDocValues copy;
  private final NumericDocValues volume;
  private final NumericDocValues offset;
  private final NumericDocValues deflated;
  private final SortedDocValues sender;
  private final BinaryDocValues title;

  public CardReader(LeafReader segment) throws IOException {
    number = DocValues.getNumeric(segment, Columns.NUMBER);
    release = DocValues.getNumeric(segment, Columns.RELEASE);
    state = DocValues.getNumeric(segment, Columns.STATE);
    date = DocValues.getNumeric(segment, Columns.DATE);
    bytes = DocValues.getNumeric(segment, Columns.BYTES);
    attachments = DocValues.getNumeric(segment, Columns.ATTACHMENTS);
    thread = DocValues.getNumeric(segment, Columns.THREAD);
    copy = DocValues.getNumeric(segment, Columns.COPY);
    volume = DocValues.getNumeric(segment, Columns.VOLUME);
    offset = DocValues.getNumeric(segment, Columns.OFFSET);
    deflated = DocValues.getNumeric(segment, Columns.DEFLATED);
    sender = DocValues.getSorted(segment, Columns.SENDER);
    title = DocValues.getBinary(segment, Columns.TITLE);
  }

  /** The card of the document, which is not below one asked for before. */
  public MailCard card(int document) throws IOException {
    MailCard.State kind = MailCard.State.of(value(state, document));
    int in = (int) value(release, document);
    String author =
        text(sender.advanceExact(document) ? sender.lookupOrd(sender.ordValue()) : null);
    int nul = author.indexOf('\0');
    boolean absent = kind == MailCard.State.WITHHELD || kind == MailCard.State.WITHDRAWN;
    return new MailCard(
        value(number, document),
        in,
        kind,
        date.advanceExact(document) ? Instant.ofEpochSecond(date.longValue()) : null,
        nul < 0 ? author : author.substring(0, nul),
        nul < 0 ? "" : author.substring(nul + 1),
        text(title.advanceExact(document) ? title.binaryValue() : null),
        (int) value(attachments, document),
        absent ? "" : HexFormat.of().toHexDigits(value(thread, document)),
        value(copy, document),
        absent ? null : range(in, document));
  }

  private MailRange range(int in, int document) throws IOException {
    return new MailRange(
        in,
        (int) value(volume, document),
        value(offset, document),
        value(deflated, document),
        value(bytes, document));
  }

  private static long value(NumericDocValues values, int document) throws IOException {
    return values.advanceExact(document) ? values.longValue() : 0;
  }

  private static String text(@Nullable BytesRef value) {
    return value == null ? "" : value.utf8ToString();
  }
}
