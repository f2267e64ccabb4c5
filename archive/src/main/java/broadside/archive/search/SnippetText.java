package broadside.archive.search;

import java.util.ArrayList;
import java.util.List;

/** Cuts a snippet out of a text: on one line, without quote marks, whole words at both ends. */
final class SnippetText {
  /** How far a cut moves to keep a word whole. */
  private static final int LONGEST_WORD = 24;

  private final StringBuilder out = new StringBuilder();
  private final List<Highlighted.Mark> marks = new ArrayList<>();

  private SnippetText() {}

  /** The characters from..to, with those of the marks that lie within. */
  static Highlighted cut(String text, int from, int to, List<Highlighted.Mark> marks) {
    int start = wordStart(text, from);
    int end = wordEnd(text, to);
    SnippetText snippet = new SnippetText();
    if (start > 0 && !text.substring(0, start).isBlank()) {
      snippet.out.append("… ");
    }
    int at = start;
    for (Highlighted.Mark mark : marks) {
      if (mark.start() >= at && mark.end() <= end) {
        snippet.copy(text, at, mark.start());
        int before = snippet.out.length();
        snippet.copy(text, mark.start(), mark.end());
        snippet.marks.add(new Highlighted.Mark(before, snippet.out.length()));
        at = mark.end();
      }
    }
    snippet.copy(text, at, end);
    int length = snippet.out.length();
    if (length > 0 && snippet.out.charAt(length - 1) == ' ') {
      snippet.out.setLength(length - 1);
    }
    if (end < text.length() && !text.substring(end).isBlank()) {
      snippet.out.append(" …");
    }
    return new Highlighted(snippet.out.toString(), snippet.marks);
  }

  private void copy(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      boolean mark = c == '>' && (at == 0 || isLineStart(text, at));
      if (mark || c <= ' ' || c == '\u00a0') {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
          out.append(' ');
        }
      } else {
        out.append(c);
      }
    }
  }

  /** True where only quote marks and blanks stand before it on its line. */
  private static boolean isLineStart(String text, int at) {
    int before = at - 1;
    while (before >= 0 && (text.charAt(before) == '>' || text.charAt(before) == ' ')) {
      before--;
    }
    return before < 0 || text.charAt(before) == '\n';
  }

  private static int wordStart(String text, int from) {
    for (int at = from; at > 0 && from - at < LONGEST_WORD; at--) {
      if (text.charAt(at - 1) <= ' ') {
        return at;
      }
    }
    return inside(text, from) ? from - 1 : from;
  }

  private static int wordEnd(String text, int to) {
    for (int at = to; at < text.length() && at - to < LONGEST_WORD; at++) {
      if (text.charAt(at) <= ' ') {
        return at;
      }
    }
    return text.length() - to < LONGEST_WORD ? text.length() : inside(text, to) ? to + 1 : to;
  }

  /** True between the two halves of one character. */
  private static boolean inside(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }
}
