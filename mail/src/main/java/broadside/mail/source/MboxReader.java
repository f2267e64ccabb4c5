package broadside.mail.source;

import java.io.IOException;

/**
 * Cuts an mbox into mails: a mail is what lies after a separator line and before the empty line in
 * front of the next one, byte for byte.
 */
final class MboxReader {
  private static final ByteSearch SEPARATOR = ByteSearch.of("\nFrom ");

  private final Window window;
  private final String file;
  private final SourceFormat dialect;
  private final int messageBytes;
  private final SourceVisitor visitor;

  /** Where the mail at hand begins in the file. */
  private long begin;

  /** How many bytes of the mail at hand were dropped, since it is longer than a mail may be. */
  private long dropped;

  /** A reader whose {@code window} stands at the first separator. */
  MboxReader(
      Window window, String file, SourceFormat dialect, int messageBytes, SourceVisitor visitor) {
    this.window = window;
    this.file = file;
    this.dialect = dialect;
    this.messageBytes = messageBytes;
    this.visitor = visitor;
  }

  /** Tells the visitor of every mail, and of where the file breaks off, if it does. */
  void read() throws IOException {
    while (window.available(FromLine.LOOKAHEAD) > 0) {
      int line = window.lineEnd(0, FromLine.MAX_LENGTH + 1);
      window.drop(line < 0 ? window.loaded() : line + 1);
      begin = window.offset();
      dropped = 0;
      mail();
    }
  }

  private void mail() throws IOException {
    if (dialect == SourceFormat.MBOXCL) {
      int end = ContentLength.end(window, 0, messageBytes);
      if (end >= 0) {
        emit(end);
        window.drop(end + ContentLength.emptyLine(window, end));
        return;
      }
      if (end == ContentLength.WRONG) {
        visitor.repaired(
            new Place(file, begin, 0),
            "its Content-Length does not lead to the next mail; cut at the next separator");
      }
    }
    int separator = nextSeparator();
    if (separator >= 0) {
      emit(separator - emptyLineEndingAt(separator));
      window.drop(separator + 1);
    } else {
      lastMail();
    }
  }

  /** The position of the LF in front of the next separator, or -1 at the end of the file. */
  private int nextSeparator() throws IOException {
    int searched = 0;
    for (; ; ) {
      int found = window.find(SEPARATOR, searched);
      if (found < 0) {
        searched = Math.max(searched, window.loaded() - 5);
        searched -= dropSurplus(searched);
        if (!window.load()) {
          return -1;
        }
      } else {
        window.available(found + 1 + FromLine.LOOKAHEAD);
        if (emptyLineEndingAt(found) >= 0) {
          if (window.isFromLine(found + 1)) {
            return found;
          }
        } else if (window.isCertainFromLine(found + 1)) {
          visitor.repaired(
              new Place(file, window.offset() + found + 1, 0),
              "a line like a separator, without an empty line before it; kept as text of the mail");
        }
        searched = found + 1;
      }
    }
  }

  /** Lets go of what no mail within the limits can hold; returns how much that was. */
  private int dropSurplus(int searched) {
    if (window.loaded() <= messageBytes + Window.BLOCK) {
      return 0;
    }
    int surplus = searched - 4; // an empty line before a separator must stay in sight
    window.drop(surplus);
    dropped += surplus;
    return surplus;
  }

  /**
   * How many bytes before the LF at {@code position} belong to the empty line that it ends: 0, or 1
   * for a CR, or -1 where the line is not empty.
   */
  private int emptyLineEndingAt(int position) {
    int before = position - 1;
    if (isLineStart(position)) {
      return 0;
    }
    return window.at(before) == '\r' && isLineStart(before) ? 1 : -1;
  }

  private boolean isLineStart(int position) {
    return position == 0 ? dropped == 0 : window.at(position - 1) == '\n';
  }

  private void lastMail() throws IOException {
    int end = window.loaded();
    Broken failure = window.failure();
    if (failure != null) {
      String where =
          "after byte %,d of its content, within a mail: ".formatted(window.offset() + end);
      visitor.refused(
          new Place(file, begin, dropped + end), failure.reason(), where + failure.detail());
    } else {
      int blank = end > 0 && window.at(end - 1) == '\n' ? emptyLineEndingAt(end - 1) : -1;
      emit(blank < 0 ? end : end - 1 - blank);
    }
    window.drop(end);
  }

  private void emit(int end) throws IOException {
    long length = dropped + end;
    Place place = new Place(file, begin, length);
    if (length == 0) {
      visitor.refused(place, Refusal.EMPTY, "no mail between two separators");
    } else if (length > messageBytes) {
      visitor.refused(place, Refusal.TOO_LARGE, ContentReader.tooLarge(messageBytes));
    } else {
      visitor.mail(
          place, dialect == SourceFormat.MBOXRD ? window.unquoted(0, end) : window.copy(0, end));
    }
  }
}
