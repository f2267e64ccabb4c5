package broadside.mail.html;

import java.util.Set;

/** Elements that the HTML standard treats alike. */
final class Elements {
  static final Set<String> CELLS = Set.of("td", "th");
  static final Set<String> COLUMNS = Set.of("col", "colgroup");
  static final Set<String> ROW_GROUPS = Set.of("tbody", "tfoot", "thead");
  static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

  private Elements() {}
}
