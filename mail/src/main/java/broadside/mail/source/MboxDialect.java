package broadside.mail.source;

/**
 * Tells the dialects of mbox apart.
 *
 * <p>mboxo and mboxrd differ only where a mail itself held a line like ">From ": mboxo leaves it,
 * mboxrd quotes it once more. What stands around such a line tells which: see {@link #voteAt}.
 */
final class MboxDialect {
  /** What is looked at: a longer archive shows its dialect within this, or hardly at all. */
  static final int SAMPLE = (32 << 20) - Window.BLOCK;

  private static final int MAILS_WITH_LENGTH = 3;
  private static final int DECISIVE = 2;
  private static final ByteSearch QUOTED = ByteSearch.of(">From ");

  private MboxDialect() {}

  /**
   * The dialect of the mbox that begins at the start of {@code window}, of which nothing is
   * dropped.
   */
  static SourceFormat of(Window window, int messageBytes) {
    window.available(FromLine.LOOKAHEAD);
    if (window.isObscuredFromLine(0)) {
      return SourceFormat.PIPERMAIL;
    }
    if (hasLengths(window, messageBytes)) {
      return SourceFormat.MBOXCL;
    }
    return votes(window) > 0 ? SourceFormat.MBOXRD : SourceFormat.MBOXO;
  }

  /** True where each of the first three mails, or all where there are fewer, ends as it says. */
  private static boolean hasLengths(Window window, int messageBytes) {
    int from = 0;
    for (int mail = 0; mail < MAILS_WITH_LENGTH; mail++) {
      int line = window.lineEnd(from, from + FromLine.MAX_LENGTH + 1);
      if (line < 0) {
        return false;
      }
      int end = ContentLength.end(window, line + 1, messageBytes);
      if (end < 0) {
        return false;
      }
      from = end + ContentLength.emptyLine(window, end);
      if (window.available(from + 1) == from) {
        return true;
      }
    }
    return true;
  }

  private static int votes(Window window) {
    int votes = 0;
    int searched = 0;
    while (Math.abs(votes) < DECISIVE) {
      int found = window.find(QUOTED, searched);
      if (found >= 0) {
        window.available(found + 2 * FromLine.MAX_LENGTH);
        votes += voteAt(window, found);
        searched = found + 1;
      } else {
        searched = Math.max(searched, window.loaded() - 5);
        if (window.loaded() >= SAMPLE || !window.load()) {
          break;
        }
      }
    }
    return votes;
  }

  /**
   * What the line with ">From " at {@code found} says: 1 for mboxrd, -1 for mboxo, 0 for neither.
   *
   * <p>Doubly quoted between lines that are not quoted: the mail held ">From " there, so an mboxrd
   * writer added to it. Quoted as deeply as the lines around it: part of a quotation which an mboxo
   * writer left alone, for an mboxrd writer would have made it stick out.
   */
  private static int voteAt(Window window, int found) {
    int first = found;
    while (first > 0 && window.at(first - 1) == '>') {
      first--;
    }
    int next = window.lineEnd(found, found + FromLine.MAX_LENGTH) + 1;
    if (first == 0 || window.at(first - 1) != '\n' || next == 0) {
      return 0;
    }
    int quotes = found - first + 1;
    int before = depth(window, window.lineStart(first - 1));
    int after = depth(window, next);
    if (before <= 0 && after <= 0) {
      return quotes > 1 ? 1 : 0;
    }
    return before == quotes && after == quotes ? -1 : 0;
  }

  /** How many '>' the line begins with, spaces between them aside; -1 for another ">From ". */
  private static int depth(Window window, int line) {
    int end = window.loaded();
    int at = line;
    while (at < end && window.at(at) == '>') {
      at++;
    }
    if (at > line && window.startsWith(at, "From ")) {
      return -1;
    }
    int depth = at - line;
    while (depth > 0 && at < end && (window.at(at) == '>' || window.at(at) == ' ')) {
      depth += window.at(at) == '>' ? 1 : 0;
      at++;
    }
    return depth;
  }
}
