package broadside.examples;

import broadside.examples.mime.Bytes;
import broadside.examples.mime.MailDates;
import broadside.examples.story.Mail;
import broadside.examples.story.Mail.Hand;
import broadside.examples.story.Story;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The archive as it was handed over: the port office's mail folder (mboxrd, gzip), a newspaper's
 * Maildir (tar, gzip) and a folder of loose files, one of which is no mail.
 */
final class Delivery {

  static final String OFFICE = "office.mbox.gz";
  static final String TIDINGS = "tidings-maildir.tar.gz";
  static final String LOOSE = "loose/";

  private Delivery() {}

  static Map<String, byte[]> files(Story story) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(OFFICE, gzip(mbox(story.handedOverBy(Hand.OFFICE))));
    files.put(TIDINGS, gzip(maildir(story.handedOverBy(Hand.TIDINGS))));
    int number = 1;
    for (Mail mail : story.handedOverBy(Hand.LOOSE)) {
      String name = String.format(Locale.ROOT, "%s%02d-%s.eml", LOOSE, number++, mail.name());
      files.put(name, crlf(mail.bytes()));
    }
    story.strays().forEach((name, content) -> files.put(LOOSE + name, content));
    return files;
  }

  /** An mbox folder whose lines that begin with "From " are quoted (mboxrd). */
  private static byte[] mbox(List<Mail> mails) {
    StringBuilder out = new StringBuilder();
    for (Mail mail : mails) {
      out.append("From ").append(mail.sender()).append(' ');
      out.append(MailDates.separator(mail.date())).append('\n');
      String text = Bytes.latin1(mail.bytes());
      out.append(text.replaceAll("(?m)^(>*From )", ">$1"));
      out.append(text.endsWith("\n") ? "\n" : "\n\n");
    }
    return Bytes.of(out.toString());
  }

  private static byte[] maildir(List<Mail> mails) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (String folder : List.of("cur", "new", "tmp", ".Sent/cur", ".FOI/cur")) {
        entry(tar, "tidings/" + folder + "/", new byte[0]);
      }
      int number = 0;
      for (Mail mail : mails) {
        String name =
            String.format(
                Locale.ROOT,
                "tidings/%s/%d.M%dP7.desk:2,S",
                mail.folder(),
                mail.date().toEpochSecond(),
                number++);
        entry(tar, name, mail.bytes());
      }
    }
    return bytes.toByteArray();
  }

  private static void entry(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(FileTime.fromMillis(0));
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(bytes, parameters)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] crlf(byte[] mail) {
    return Bytes.of(Bytes.latin1(mail).replace("\r\n", "\n").replace("\n", "\r\n"));
  }
}
