package broadside.bench;

import broadside.mail.source.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * What Lucene alone needs for the words of an mbox: its standard analyser over four header fields
 * and the text as it stands, nothing decoded, nothing stored but the Message-ID. Prints the number
 * of mails.
 *
 * <p>Arguments: the mbox, and an empty directory for the index.
 */
public final class PlainIndexLoop extends MailLoop {
  private static final int BUFFER_MEGABYTES = 128;

  /** A line's end that no folded line follows. */
  private static final Pattern FIELD_END = Pattern.compile("\n(?![ \t])");

  private final IndexWriter index;

  private PlainIndexLoop(IndexWriter index) {
    this.index = index;
  }

  public static void main(String[] args) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    try (Directory directory = FSDirectory.open(Path.of(args[1]));
        IndexWriter index = new IndexWriter(directory, config)) {
      long mails = new PlainIndexLoop(index).run(Path.of(args[0]));
      index.commit();
      System.out.println(mails);
    }
  }

  @Override
  void mail(long number, Place place, byte[] bytes) throws IOException {
    String mail = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    int end = mail.indexOf("\n\n");
    Map<String, String> fields = fields(end < 0 ? mail : mail.substring(0, end));
    Document document = new Document();
    for (String name : new String[] {"subject", "from", "to", "date"}) {
      document.add(new TextField(name, fields.getOrDefault(name, ""), Field.Store.NO));
    }
    document.add(new StringField("id", fields.getOrDefault("message-id", ""), Field.Store.YES));
    document.add(
        new TextField("text", end < 0 ? "" : withoutBase64(mail.substring(end)), Field.Store.NO));
    index.addDocument(document);
  }

  private static Map<String, String> fields(String head) {
    Map<String, String> fields = new HashMap<>();
    FIELD_END
        .splitAsStream(head)
        .forEach(field -> {
          int colon = Math.max(0, field.indexOf(':'));
          String name = field.substring(0, colon).toLowerCase(Locale.ROOT);
          fields.putIfAbsent(name, field.substring(Math.min(colon + 1, field.length())).strip());
        });
    return fields;
  }

  /** Lines of base64 are not words: from the header that names it to the part's end. */
  private static String withoutBase64(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    boolean coded = false;
    for (int at = 0; at < text.length(); ) {
      int lf = text.indexOf('\n', at);
      int end = lf < 0 ? text.length() : lf + 1;
      if (text.startsWith("--", at)) {
        coded = false;
      } else if (text.regionMatches(true, at, "content-transfer-encoding: base64", 0, 33)) {
        coded = true;
      }
      if (!coded) {
        kept.append(text, at, end);
      }
      at = end;
    }
    return kept.toString();
  }
}
