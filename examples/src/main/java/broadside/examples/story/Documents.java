package broadside.examples.story;

import broadside.examples.mime.Attachment;
import broadside.examples.mime.Docx;
import broadside.examples.mime.Pdf;
import broadside.examples.mime.StoredZip;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents that people attach, by key; read from {@code documents.txt}.
 *
 * <p>A block is "key | file name | title" and its lines. The file name's ending says what is made
 * of them: a PDF, a word-processor document, a drawing, a zip of other documents, or plain text.
 */
final class Documents {

  private record Source(String name, String title, List<String> lines) {}

  private final Map<String, Source> byKey = new LinkedHashMap<>();
  private final Map<String, Attachment> made = new LinkedHashMap<>();

  private Documents() {}

  static Documents read() {
    Documents documents = new Documents();
    for (String block : Texts.passages("documents.txt")) {
      List<String> lines = block.lines().toList();
      String[] head = lines.getFirst().split(" \\| ", 3);
      documents.byKey.put(head[0], new Source(head[1], head[2], lines.subList(1, lines.size())));
    }
    return documents;
  }

  /** Keeps a document that a series made, under a key of its own. */
  void add(String key, Attachment document) {
    made.put(key, document);
  }

  /** The document of that key, ready to attach. */
  Attachment attachment(String key) {
    Attachment ready = made.get(key);
    if (ready != null) {
      return ready;
    }
    Source source = byKey.get(key);
    if (source == null) {
      throw new IllegalArgumentException("no document " + key);
    }
    return Attachment.of(source.name(), mediaType(source.name()), content(source));
  }

  private byte[] content(Source source) {
    return switch (ending(source.name())) {
      case "pdf" -> Pdf.of(source.title(), source.lines());
      case "docx" -> Docx.of(source.title(), source.lines());
      case "png" -> Drawings.png(source.lines().getFirst());
      case "zip" -> zip(source.lines());
      case "ics" -> crlf(source.lines());
      default -> (String.join("\n", source.lines()) + "\n").getBytes(StandardCharsets.UTF_8);
    };
  }

  private byte[] zip(List<String> keys) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String key : keys) {
      Attachment file = attachment(key);
      files.put(file.name(), file.content());
    }
    return StoredZip.of(files);
  }

  private static byte[] crlf(List<String> lines) {
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String mediaType(String name) {
    return switch (ending(name)) {
      case "pdf" -> "application/pdf";
      case "docx" -> Docx.mediaType();
      case "png" -> "image/png";
      case "zip" -> "application/zip";
      case "csv" -> "text/csv";
      case "ics" -> "text/calendar; method=REQUEST";
      default -> "text/plain";
    };
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
