package broadside.site.pages;

import java.util.List;

/** A part of a mail's text as it is set. */
public sealed interface Passage {

  /**
   * The writer's own words.
   *
   * @param number from 1; its anchor is {@code p7}
   * @param style CSS class, or ""
   */
  record Paragraph(int number, String text, String style) implements Passage {}

  /**
   * Quoted words, foldable.
   *
   * @param summary who is quoted, or how much
   * @param open true where it is short enough to be shown unfolded
   */
  record Quoted(String summary, boolean open, List<Line> lines) implements Passage {}

  /** What stands below the writer's name. */
  record Signature(String text) implements Passage {}

  /**
   * A quoted paragraph.
   *
   * @param depth 1 to 4
   * @param style CSS class, or ""
   */
  record Line(int depth, String text, String style) {}
}
