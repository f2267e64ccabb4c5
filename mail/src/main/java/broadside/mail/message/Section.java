package broadside.mail.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of the body in the renderings it came in.
 *
 * @param text the parts that make it as text; empty where it is HTML only
 * @param html the parts that make it as HTML; empty where it is text only
 */
record Section(List<Entity> text, List<Entity> html) {

  boolean hasText() {
    return !text.isEmpty();
  }

  boolean hasHtml() {
    return !html.isEmpty();
  }

  /** The parts of all sections in one rendering, or none where a section lacks it. */
  static List<Entity> allText(List<Section> sections) {
    List<Entity> all = new ArrayList<>();
    for (Section section : sections) {
      if (!section.hasText()) {
        return List.of();
      }
      all.addAll(section.text);
    }
    return all;
  }

  /** The parts of all sections, as HTML where there is any, or none where there is no HTML. */
  static List<Entity> allHtml(List<Section> sections) {
    List<Entity> all = new ArrayList<>();
    boolean found = false;
    for (Section section : sections) {
      found |= section.hasHtml();
      all.addAll(section.hasHtml() ? section.html : section.text);
    }
    return found ? all : List.of();
  }
}
