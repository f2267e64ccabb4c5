package broadside.site.answers;

import broadside.mail.message.BodyText;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import broadside.site.pages.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A mail's text as its page sets it.
 *
 * @param passages in order; paragraphs are numbered from 1
 * @param blocks what these are made of
 * @param counted how much of the limit it takes
 * @param cut true where the text is longer than the page shows
 */
record Prose(List<Passage> passages, List<Block> blocks, int counted, boolean cut) {
  /** Characters that a paragraph counts for at least: the page writes more around each. */
  private static final int LEAST = 40;

  /** So many quoted lines are shown unfolded, since an answer in between makes no sense alone. */
  private static final int SHORT = 5;

  /** Two lines of a phone. */
  private static final int MAX_SUMMARY = 90;

  /** A rule that some programs draw above the mail that they quote, or around its title. */
  private static final Pattern RULE = Pattern.compile("[-_=*~\\s]{3,}");

  /** The first of the fields of a mail that is quoted with them, in any language: its writer. */
  private static final Pattern FIELD = Pattern.compile("[\\p{L} -]{1,20}:\\s+\\S.*");

  private static final int MAX_DEPTH = 4;

  /** The passages of the first {@code limit} characters; of short paragraphs fewer. */
  static Prose of(BodyText body, int limit) {
    boolean isLong = body.text().length() > limit;
    BodyText shown =
        isLong ? new BodyText(body.text().substring(0, limit), body.flowed(), body.delSp()) : body;
    List<Block> all = TextBlocks.of(shown);
    int fitting = 0;
    int counted = 0;
    while (fitting < all.size() && counted < limit) {
      counted += Math.max(LEAST, all.get(fitting++).text().length());
    }
    boolean cut = isLong || fitting < all.size();
    List<Block> blocks = all.subList(0, fitting);
    List<Passage> passages = new ArrayList<>(blocks.size());
    int number = 0;
    int i = 0;
    while (i < blocks.size()) {
      Block block = blocks.get(i);
      switch (block.kind()) {
        case PARAGRAPH -> {
          String text = Shown.text(block.text());
          passages.add(new Passage.Paragraph(++number, text, Setting.of(text)));
          i++;
        }
        case SIGNATURE -> {
          passages.add(new Passage.Signature(Shown.text(block.text())));
          i++;
        }
        case ATTRIBUTION, QUOTE -> {
          int end = endOfQuotation(blocks, i);
          passages.add(quoted(blocks.subList(i, end)));
          i = end;
        }
      }
    }
    return new Prose(passages, blocks, cut ? limit : counted, cut);
  }

  private static int endOfQuotation(List<Block> blocks, int start) {
    int end = start + 1;
    while (end < blocks.size()
        && (blocks.get(end).kind() == Block.Kind.QUOTE
            || blocks.get(end).depth() > 0
            || (blocks.get(end).kind() == Block.Kind.ATTRIBUTION
                && blocks.get(end - 1).kind() == Block.Kind.ATTRIBUTION))) {
      end++;
    }
    return end;
  }

  private static Passage quoted(List<Block> blocks) {
    Block first = blocks.getFirst();
    List<String> intro =
        first.kind() == Block.Kind.ATTRIBUTION && blocks.size() > 1
            ? intro(first.text())
            : List.of();
    String whole = String.join(" ", intro);
    boolean told = !intro.isEmpty() && whole.length() <= MAX_SUMMARY;
    List<Passage.Line> lines = new ArrayList<>();
    int count = 0;
    for (Block block : told ? blocks.subList(1, blocks.size()) : blocks) {
      String text = Shown.text(block.text());
      count += (int) text.lines().count();
      int depth = Math.clamp(block.depth(), 1, MAX_DEPTH);
      lines.add(new Passage.Line(depth, text, Setting.of(text)));
    }
    String size = Words.count(count, "line", "lines");
    String summary =
        (intro.isEmpty() ? "Quoted text" : Shown.cut(told ? whole : untilField(intro), MAX_SUMMARY))
            + " ("
            + size
            + ")";
    return new Passage.Quoted(summary, count <= SHORT, lines);
  }

  /** The lines that say who is quoted, without rules; none where nothing is left. */
  private static List<String> intro(String attribution) {
    return Shown.text(attribution)
        .lines()
        .map(line -> RULE.matcher(line).replaceAll(" ").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The lines to the end of the first field, or all where there is none. */
  private static String untilField(List<String> intro) {
    int end = 0;
    while (end < intro.size() && !FIELD.matcher(intro.get(end)).matches()) {
      end++;
    }
    return String.join(" ", intro.subList(0, Math.min(end + 1, intro.size())));
  }
}
