package broadside.mail.text;

import broadside.mail.text.Block.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * One walk over the lines of a body, from the first to the last.
 *
 * <p>{@code below} counts the copied-in mails whose header block the walk has passed: from there on
 * everything is quoted, one level deeper.
 */
final class BlockCutter {
  /** Deeper levels are given as this one: nobody can follow them, and pages must not nest on. */
  static final int MAX_DEPTH = 32;

  /** Empty lines that may stand between an attribution and what it introduces. */
  private static final int GAP = 3;

  private final Lines lines;
  private final Attribution attribution;
  private final HeaderBlock headers;
  private final Signature signature;
  private final List<Block> blocks = new ArrayList<>();
  private int below;

  BlockCutter(Lines lines) {
    this.lines = lines;
    attribution = new Attribution(lines);
    headers = new HeaderBlock(lines);
    signature = new Signature(lines);
  }

  List<Block> blocks() {
    int line = 0;
    while (line < lines.size()) {
      if (lines.blank(line)) {
        line++;
      } else if (lines.depth(line) > 0) {
        line = marked(line);
      } else {
        line = unmarked(line);
      }
    }
    return List.copyOf(blocks);
  }

  /** Lines of one depth; an empty line within them belongs to them, however it is marked. */
  private int marked(int start) {
    int level = level(start);
    int end = start + 1;
    while (end < lines.size()
        && lines.depth(end) > 0
        && (level(end) == level || lines.blank(end))) {
      end++;
    }
    emit(Kind.QUOTE, level, start, end);
    return end;
  }

  private int unmarked(int start) {
    if (below == 0 && signature.startsAt(start)) {
      return signature(start);
    }
    int headersEnd = headersEnd(start);
    return headersEnd > 0 ? copiedIn(start, headersEnd) : paragraph(start);
  }

  private int headersEnd(int line) {
    int end = headers.end(line);
    return end < 0 && startsParagraph(line) ? headers.endOfNotes(line) : end;
  }

  private boolean startsParagraph(int line) {
    return line == 0 || lines.blank(line - 1) || lines.depth(line - 1) > 0;
  }

  private int paragraph(int start) {
    int end = start + 1;
    while (end < lines.size() && lines.depth(end) == 0 && !endsParagraph(end)) {
      end++;
    }
    if (below > 0) {
      emit(Kind.QUOTE, level(start), start, end);
      return end;
    }
    int introduction = attribution.start(start, end);
    boolean marked = lines.depth(afterGap(end)) > 0;
    boolean unmarked =
        !marked && end > lines.lastMarked() && attribution.isStrong(introduction, end);
    if (!marked && !unmarked) {
      introduction = end;
    }
    emit(Kind.PARAGRAPH, 0, start, introduction);
    emit(Kind.ATTRIBUTION, 0, introduction, end);
    below += unmarked ? 1 : 0;
    return end;
  }

  private boolean endsParagraph(int line) {
    if (lines.blank(line)) {
      return below == 0;
    }
    return headersEnd(line) > 0 || (below == 0 && signature.startsAt(line));
  }

  /** Another mail's header block; what follows is that mail, unless marks say what is quoted. */
  private int copiedIn(int start, int end) {
    emit(Kind.ATTRIBUTION, level(start), start, end);
    if (lines.depth(afterGap(end)) == 0) {
      below++;
    }
    return end;
  }

  /** A signature goes on to the next quotation, with which the writer's words may begin again. */
  private int signature(int start) {
    int end = start + 1;
    boolean separator = signature.isSeparator(start);
    while (end < lines.size()
        && lines.depth(end) == 0
        && (lines.blank(end) ? separator : headers.end(end) < 0)) {
      end++;
    }
    end = lines.depth(end) > 0 ? beforeAttribution(start, end) : end;
    emit(Kind.SIGNATURE, 0, start, end);
    return end;
  }

  private int beforeAttribution(int start, int quote) {
    int end = quote;
    while (end > start && lines.blank(end - 1)) {
      end--;
    }
    int first = end;
    while (first > start + 1 && end - first < 6 && !lines.blank(first - 1)) {
      first--;
    }
    int introduction = attribution.start(first, end);
    return introduction < end ? introduction : quote;
  }

  /** The next line that is not blank, if it is near. */
  private int afterGap(int line) {
    int next = line;
    while (next < lines.size() && next < line + GAP && lines.blank(next)) {
      next++;
    }
    return next;
  }

  private int level(int line) {
    return Math.min(MAX_DEPTH, below + lines.depth(line));
  }

  /** Adds a block of the lines from start to end, if there is anything to see in them. */
  private void emit(Kind kind, int depth, int start, int end) {
    int first = start;
    while (first < end && lines.blank(first)) {
      first++;
    }
    int last = end;
    while (last > first && lines.blank(last - 1)) {
      last--;
    }
    if (first < last) {
      blocks.add(new Block(kind, depth, lines.content(first, last)));
    }
  }
}
