package broadside.examples.mime;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small word-processor documents (Office Open XML): a heading and paragraphs. */
public final class Docx {

  private static final String XML =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  private static final String FORMATS = "http://schemas.openxmlformats.org/";
  private static final String DOCUMENT =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  private Docx() {}

  /** A document of a bold heading and one paragraph a line. */
  public static byte[] of(String heading, List<String> paragraphs) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    put(
        files,
        "[Content_Types].xml",
        "<Types xmlns=\""
            + FORMATS
            + "package/2006/content-types\"><Default Extension=\"rels\" ContentType=\""
            + "application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Override PartName=\"/word/document.xml\" ContentType=\""
            + DOCUMENT
            + ".main+xml\"/></Types>");
    put(
        files,
        "_rels/.rels",
        "<Relationships xmlns=\""
            + FORMATS
            + "package/2006/relationships\"><Relationship Id=\"r1\" Type=\""
            + FORMATS
            + "officeDocument/2006/relationships/officeDocument\""
            + " Target=\"word/document.xml\"/></Relationships>");
    StringBuilder body = new StringBuilder();
    body.append(paragraph(heading, "<w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr>"));
    paragraphs.forEach(text -> body.append(paragraph(text, "")));
    put(
        files,
        "word/document.xml",
        "<w:document xmlns:w=\""
            + FORMATS
            + "wordprocessingml/2006/main\"><w:body>"
            + body
            + "</w:body></w:document>");
    return StoredZip.of(files);
  }

  /** The media type of these documents. */
  public static String mediaType() {
    return DOCUMENT;
  }

  private static void put(Map<String, byte[]> files, String name, String xml) {
    files.put(name, (XML + xml).getBytes(StandardCharsets.UTF_8));
  }

  private static String paragraph(String text, String style) {
    return "<w:p><w:r>"
        + style
        + "<w:t xml:space=\"preserve\">"
        + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "</w:t></w:r></w:p>";
  }
}
