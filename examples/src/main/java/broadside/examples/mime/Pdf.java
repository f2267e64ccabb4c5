package broadside.examples.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small PDF documents: text in Helvetica on A4 pages, nothing compressed, no dates. */
public final class Pdf {

  private static final int LINES_A_PAGE = 46;

  private Pdf() {}

  /** A document with a heading on its first page; characters outside ISO-8859-1 become "?". */
  public static byte[] of(String heading, List<String> lines) {
    List<List<String>> pages = pages(lines);
    List<String> objects = new ArrayList<>();
    objects.add("<< /Type /Catalog /Pages 2 0 R >>");
    StringBuilder kids = new StringBuilder();
    for (int page = 0; page < pages.size(); page++) {
      kids.append(page == 0 ? "" : " ").append(4 + 2 * page).append(" 0 R");
    }
    objects.add("<< /Type /Pages /Kids [" + kids + "] /Count " + pages.size() + " >>");
    objects.add(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    for (int page = 0; page < pages.size(); page++) {
      objects.add(
          "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
              + (5 + 2 * page)
              + " 0 R /Resources << /Font << /F1 3 0 R >> >> >>");
      String drawn = draw(page == 0 ? heading : "", pages.get(page), page + 1);
      objects.add("<< /Length " + drawn.length() + " >>\nstream\n" + drawn + "\nendstream");
    }
    return Bytes.of(file(objects));
  }

  private static List<List<String>> pages(List<String> lines) {
    List<List<String>> pages = new ArrayList<>();
    for (int start = 0; start < lines.size() || start == 0; start += LINES_A_PAGE) {
      pages.add(lines.subList(start, Math.min(lines.size(), start + LINES_A_PAGE)));
    }
    return pages;
  }

  private static String draw(String heading, List<String> lines, int page) {
    StringBuilder out = new StringBuilder("BT\n/F1 16 Tf\n72 780 Td\n");
    out.append('(').append(escape(heading)).append(") Tj\n/F1 10 Tf\n0 -26 Td\n");
    for (String line : lines) {
      out.append('(').append(escape(line)).append(") Tj\n0 -15 Td\n");
    }
    out.append("ET\nBT\n/F1 8 Tf\n290 30 Td\n(").append(page).append(") Tj\nET");
    return out.toString();
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(' || c == ')' || c == '\\') {
        out.append('\\');
      }
      out.append(c < 256 ? c : '?');
    }
    return out.toString();
  }

  private static String file(List<String> objects) {
    StringBuilder out = new StringBuilder("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < objects.size(); i++) {
      table.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.length()));
      out.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int start = out.length();
    int size = objects.size() + 1;
    return out.append("xref\n0 ")
        .append(size)
        .append("\n0000000000 65535 f \n")
        .append(table)
        .append("trailer\n<< /Size ")
        .append(size)
        .append(" /Root 1 0 R >>\nstartxref\n")
        .append(start)
        .append("\n%%EOF\n")
        .toString();
  }
}
