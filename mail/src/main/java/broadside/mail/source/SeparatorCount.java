package broadside.mail.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the separators of an mbox by looking at every line.
 *
 * <p>Part of {@link SourceCounter}, sharing nothing with the reader. Where the first mail has a
 * Content-Length, two counts are made at once, and the mails decide which of them holds.
 */
final class SeparatorCount {
  private static final int LINE = 998;
  private static final int AHEAD = LINE + 110;
  private static final int KEPT = 3;
  private static final Pattern FIELD_FOLLOWS =
      Pattern.compile("From [^\n]*\n[A-Za-z0-9_-]{1,100}:(?!//).*", Pattern.DOTALL);
  private static final Pattern TIME = Pattern.compile("From [^\n]*[0-9]:[0-9]{2}");
  private static final Pattern MONTH =
      Pattern.compile("From [^\n]* (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ");
  private static final Pattern OBSCURED = Pattern.compile("From [^ @\n]+ at [^ @\n]+ ");

  private final SourceOptions options;

  /** As it is declared or was found before; null where it is to be found out. */
  private final @Nullable SourceFormat dialect;

  private final Blocks blocks;

  /**
   * Some bytes already looked at, what is to be looked at, and room for what must be seen ahead.
   */
  private final byte[] bytes = new byte[KEPT + AHEAD + Blocks.SIZE];

  private int end;

  /** Lines that would be separators for sure, had they an empty line before them. */
  private long withoutEmptyLine;

  /** Where to go on looking. */
  private int at;

  /** The position in the file of {@code bytes[0]}. */
  private long base;

  /**
   * A count.
   *
   * @param name of the file or member in a {@link Place}
   */
  SeparatorCount(SourceOptions options, String name, Blocks blocks) {
    this.options = options;
    this.dialect = options.dialect(name);
    this.blocks = blocks;
  }

  /** The number of mails; 0 where this is no mbox, of which no more than a block was then taken. */
  long count() {
    System.arraycopy(blocks.block(), 0, bytes, 0, blocks.length());
    end = blocks.length();
    int first = blocks.startsWith(0xef, 0xbb, 0xbf) ? 3 : 0;
    while (first < end && (bytes[first] == '\n' || bytes[first] == '\r')) {
      first++;
    }
    if (!isSeparator(first)) {
      return 0;
    }
    at = first + 1;
    boolean lengths =
        dialect == SourceFormat.MBOXCL
            || (dialect == null && !isObscured(first) && mentionsLength(first));
    return lengths ? new LengthCount(first).count() : countLines();
  }

  /**
   * How many lines were met that have a date, and a header field after them, but no empty line
   * before; not told of an mbox with Content-Length.
   */
  long withoutEmptyLine() {
    return withoutEmptyLine;
  }

  private long countLines() {
    long count = 1;
    boolean last = false;
    for (; ; ) {
      byte[] b = bytes;
      int stop = last ? end : end - AHEAD;
      for (int i = at; i < stop; i++) {
        if (b[i] == 'F' && b[i - 1] == '\n' && isSeparator(i)) {
          if (isAfterEmptyLine(i)) {
            count++;
          } else if (isCertain(i)) {
            withoutEmptyLine++;
          }
        }
      }
      if (last) {
        return count;
      }
      at = Math.max(at, stop);
      last = !load();
    }
  }

  /** Moves what is still needed to the front and appends the next block; false without one. */
  private boolean load() {
    int from = Math.max(at - KEPT, 0);
    System.arraycopy(bytes, from, bytes, 0, end - from);
    at -= from;
    end -= from;
    base += from;
    if (!blocks.next()) {
      return false;
    }
    System.arraycopy(blocks.block(), 0, bytes, end, blocks.length());
    end += blocks.length();
    return true;
  }

  private boolean isAfterEmptyLine(int line) {
    return bytes[line - 2] == '\n' || (bytes[line - 2] == '\r' && bytes[line - 3] == '\n');
  }

  private boolean isSeparator(int line) {
    if (end - line < 5 || bytes[line] != 'F' || bytes[line + 4] != ' ') {
      return false;
    }
    String text = text(line, AHEAD);
    int length = text.indexOf('\n') < 0 ? text.length() - 1 : text.indexOf('\n');
    if (!text.startsWith("From ") || length > LINE) {
      return false;
    }
    return FIELD_FOLLOWS.matcher(text).matches() || isDated(text);
  }

  private boolean isCertain(int separator) {
    String text = text(separator, AHEAD);
    return FIELD_FOLLOWS.matcher(text).matches() && isDated(text);
  }

  private static boolean isDated(String text) {
    return TIME.matcher(text).lookingAt() && MONTH.matcher(text).lookingAt();
  }

  private boolean isObscured(int line) {
    return OBSCURED.matcher(text(line, LINE)).lookingAt();
  }

  private boolean mentionsLength(int line) {
    String text = text(line, Blocks.SIZE);
    String header = text.split("\r?\n\r?\n", 2)[0];
    return LengthCount.FIELD.matcher(header).find();
  }

  private String text(int from, int length) {
    return new String(bytes, from, Math.min(length, end - from), StandardCharsets.ISO_8859_1);
  }

  /**
   * Follows Content-Length from mail to mail, and counts plain separators beside it.
   *
   * <p>A separator may lie within the mail of another, so each is remembered with where its own
   * mail would end until it is known which of them count.
   */
  private final class LengthCount {
    static final Pattern FIELD =
        Pattern.compile(
            "^content-length:[ \t]*([0-9]{1,9})[ \t]*\r?$",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final int SAMPLE = 3;
    private static final long NONE = -1;

    private final Deque<Candidate> candidates = new ArrayDeque<>();
    private final boolean declared = dialect == SourceFormat.MBOXCL;
    private boolean led = true;
    private long chain = 1;
    private long plain = 1;

    /** A separator, and the end of its mail as its header states it. */
    private static final class Candidate {
      final long position;
      final boolean afterEmptyLine;
      final boolean afterCrLf;
      boolean headerOpen = true;
      long stated = NONE;
      long mailEnd = NONE;

      Candidate(long position, boolean afterEmptyLine, boolean afterCrLf) {
        this.position = position;
        this.afterEmptyLine = afterEmptyLine;
        this.afterCrLf = afterCrLf;
      }

      boolean isAtEndOf(Candidate mail) {
        long gap = position - mail.mailEnd;
        return gap == 0 || gap == 1 || (gap == 2 && afterCrLf);
      }
    }

    LengthCount(int first) {
      candidates.add(new Candidate(base + first, true, false));
    }

    long count() {
      boolean last = false;
      for (; ; ) {
        int stop = last ? end : end - AHEAD;
        for (int i = at; i < stop; i++) {
          if (bytes[i - 1] == '\n') {
            line(i);
          }
        }
        at = Math.max(at, stop);
        if (last) {
          settle(base + end, true);
          return led ? chain : plain;
        }
        settle(base + at, false);
        last = !load();
      }
    }

    private void line(int start) {
      boolean empty = bytes[start] == '\n' || (bytes[start] == '\r' && bytes[start + 1] == '\n');
      int c = bytes[start] | 0x20;
      if (empty || c == 'c') {
        header(start, empty);
      }
      if (isSeparator(start)) {
        boolean afterEmptyLine = isAfterEmptyLine(start);
        plain += afterEmptyLine ? 1 : 0;
        boolean afterCrLf = start > 1 && bytes[start - 2] == '\r';
        candidates.add(new Candidate(base + start, afterEmptyLine, afterCrLf));
      }
    }

    /** Takes note, for every header that is still open, of its length or of its end. */
    private void header(int start, boolean empty) {
      long body = base + start + (bytes[start] == '\r' ? 2 : 1);
      Matcher field = empty ? null : FIELD.matcher(text(start, 80));
      boolean stated = field != null && field.lookingAt();
      Iterator<Candidate> newest = candidates.descendingIterator();
      while (newest.hasNext()) {
        Candidate candidate = newest.next();
        if (!candidate.headerOpen) {
          break; // an older header ended with or before this one
        }
        if (empty) {
          candidate.headerOpen = false;
          boolean believed =
              candidate.stated != NONE && candidate.stated <= options.mail().messageBytes();
          candidate.mailEnd = believed ? body + candidate.stated : NONE;
        } else if (stated && field != null && candidate.stated == NONE) {
          candidate.stated = Long.parseLong(field.group(1));
        }
      }
    }

    /** Goes from mail to mail as far as what was seen before {@code seen} allows. */
    private void settle(long seen, boolean all) {
      while (!candidates.isEmpty()) {
        Candidate mail = candidates.element();
        if (!all && (mail.headerOpen || mail.mailEnd + 2 >= seen)) {
          return;
        }
        boolean leads = mail.mailEnd != NONE;
        if (leads && all && !blocks.hasFailed() && isEnd(mail.mailEnd)) {
          candidates.clear();
          return;
        }
        boolean found = leads && goTo(mail, c -> c.isAtEndOf(mail));
        led &= found || declared || chain > SAMPLE;
        if (!found && !goTo(mail, c -> c.afterEmptyLine)) {
          return;
        }
        chain++;
      }
    }

    /** Drops {@code mail} and what lies before the next candidate of that kind, if there is one. */
    private boolean goTo(Candidate mail, Predicate<Candidate> kind) {
      Optional<Candidate> next =
          candidates.stream().filter(c -> c != mail).filter(kind).findFirst();
      next.ifPresent(target -> {
        while (candidates.element() != target) {
          candidates.remove();
        }
      });
      return next.isPresent();
    }

    private boolean isEnd(long position) {
      long total = base + end;
      return position == total
          || (position == total - 1 && bytes[end - 1] == '\n')
          || (position == total - 2 && bytes[end - 2] == '\r' && bytes[end - 1] == '\n');
    }
  }
}
