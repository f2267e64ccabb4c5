package broadside.examples.story;

import java.util.ArrayList;
import java.util.List;

/** Sets paragraphs as plain text: filled lines, long lines or format=flowed (RFC 3676). */
final class Layout {

  private static final int MEASURE = 72;

  private Layout() {}

  /** The text of paragraphs as this program sets them, without an LF at the end. */
  static String set(List<String> paragraphs, Client client) {
    StringBuilder out = new StringBuilder();
    String before = "";
    for (String paragraph : paragraphs) {
      if (!out.isEmpty()) {
        out.append(isClose(before, paragraph) ? "\n" : "\n\n");
      }
      out.append(
          switch (client) {
            case OUTLOOK, PHONE, WEB -> paragraph;
            case CLASSIC, ROBOT -> fill(paragraph, isItem(paragraph) ? "\n  " : "\n");
            case FLOWED -> fill(paragraph, " \n");
          });
      before = paragraph;
    }
    return out.toString();
  }

  /** Each line behind a quote mark; lines that are too long are filled first. */
  static List<String> quote(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(">")) {
        lines.add(">" + line.stripTrailing());
      } else {
        fill(line.stripTrailing(), "\n").lines().forEach(part -> lines.add("> " + part));
        if (line.isBlank()) {
          lines.add(">");
        }
      }
    }
    return lines;
  }

  /** A paragraph in lines of at most 72 columns; one that is verbatim or has no spaces stays. */
  private static String fill(String paragraph, String newline) {
    if (paragraph.length() <= MEASURE || isVerbatim(paragraph)) {
      return paragraph;
    }
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : paragraph.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > MEASURE) {
        out.append(newline);
        column = 0;
      } else if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    return out.toString();
  }

  private static boolean isClose(String before, String paragraph) {
    return (isItem(before) && isItem(paragraph)) || (isVerbatim(before) && isVerbatim(paragraph));
  }

  private static boolean isItem(String paragraph) {
    return paragraph.startsWith("- ");
  }

  private static boolean isVerbatim(String paragraph) {
    return paragraph.startsWith(">") || paragraph.startsWith(" ") || paragraph.startsWith("|");
  }
}
