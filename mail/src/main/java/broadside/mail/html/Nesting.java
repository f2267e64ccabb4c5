package broadside.mail.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts every element of a page where HTML lets it stand. An element that may hold lines only, and
 * holds a block, becomes a box that looks as it did; what stands alone of a list or a table gets
 * the rest of it.
 */
final class Nesting {
  private static final Set<String> LISTS = Set.of("menu", "ol", "ul");
  private static final Set<String> ITEM = Set.of("li");
  private static final Set<String> TERMS = Set.of("dd", "dt");
  private static final Set<String> WITHOUT_HEADINGS = Set.of("address", "dt", "th");
  private static final Set<String> ROW = Set.of("tr");
  private static final Set<String> PARTS_OF_TABLES =
      Set.of("caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr");
  private static final Set<String> ANNOTATIONS = Set.of("rp", "rt");

  /** Elements in lines that may hold whatever their parent may. */
  private static final Set<String> TRANSPARENT = Set.of("a", "del", "ins");

  /** Elements in lines that hold nothing or more of a line, but those above. */
  private static final Set<String> IN_LINES =
      Set.of(
          "abbr", "b", "bdi", "bdo", "br", "cite", "code", "dfn", "em", "i", "img", "kbd", "mark",
          "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var",
          "wbr");

  /** What looks like an element that may hold lines only, where it is none. */
  private static final Map<String, String> LOOKS =
      Map.ofEntries(
          Map.entry("b", "font-weight:bold"),
          Map.entry("strong", "font-weight:bold"),
          Map.entry("i", "font-style:italic"),
          Map.entry("em", "font-style:italic"),
          Map.entry("cite", "font-style:italic"),
          Map.entry("dfn", "font-style:italic"),
          Map.entry("var", "font-style:italic"),
          Map.entry("address", "font-style:italic"),
          Map.entry("u", "text-decoration:underline"),
          Map.entry("s", "text-decoration:line-through"),
          Map.entry("small", "font-size:smaller"),
          Map.entry("sub", "vertical-align:sub;font-size:smaller"),
          Map.entry("sup", "vertical-align:super;font-size:smaller"),
          Map.entry("code", "font-family:monospace"),
          Map.entry("kbd", "font-family:monospace"),
          Map.entry("samp", "font-family:monospace"),
          Map.entry("mark", "background-color:#ffff00;color:#000000"),
          Map.entry("p", "margin-top:1em;margin-bottom:1em"),
          Map.entry(
              "pre", "margin-top:1em;margin-bottom:1em;white-space:pre;font-family:monospace"),
          Map.entry("h1", "font-size:200%;font-weight:bold"),
          Map.entry("h2", "font-size:150%;font-weight:bold"),
          Map.entry("h3", "font-size:117%;font-weight:bold"),
          Map.entry("h4", "font-size:100%;font-weight:bold"),
          Map.entry("h5", "font-size:83%;font-weight:bold"),
          Map.entry("h6", "font-size:67%;font-weight:bold"));

  private final TableGrid grid = new TableGrid();
  private int heading = Elements.HEADINGS.size();

  private Nesting() {}

  /** Repairs everything that stands in the page. */
  static void repair(Node page) {
    new Nesting().repairWithin(page, new Above(false, false, false));
  }

  /** What is true of some element above. */
  private record Above(boolean isLink, boolean isDefinition, boolean isWithoutHeadings) {}

  // As deep as the page's elements nest, which TreeReader bounds.
  private void repairWithin(Node node, Above above) {
    Above within =
        new Above(
            above.isLink || node.is("a"),
            above.isDefinition || node.is("dfn"),
            above.isWithoutHeadings || node.is(WITHOUT_HEADINGS));
    for (Node child : node.children()) {
      if (!child.isText()) {
        repairName(child, within);
        repairWithin(child, within);
      }
    }
    repairChildren(node);
    boolean linesOnly =
        node.is(IN_LINES)
            || node.is(Elements.HEADINGS)
            || node.is("p")
            || node.is("pre")
            || node.is("address");
    if (linesOnly && node.children().stream().anyMatch(Nesting::isBlock)) {
      toBox(node);
    }
  }

  private void repairName(Node node, Above above) {
    if (node.is("a") && above.isLink) {
      node.rename("span");
      node.take("href");
      node.take("rel");
    } else if ((node.is("dfn") && above.isDefinition) || isWithoutDirection(node)) {
      node.rename("span");
    } else if (node.is(Elements.HEADINGS)) {
      if (above.isWithoutHeadings) {
        toBox(node);
      } else {
        heading(node);
      }
    }
  }

  private static boolean isWithoutDirection(Node node) {
    return node.is("bdo") && !node.value("dir").matches("[lr]t[lr]");
  }

  /** A heading is at most one level below the one before. */
  private void heading(Node node) {
    int level = node.name().charAt(1) - '0';
    if (level > heading + 1) {
      node.style(LOOKS.getOrDefault(node.name(), ""));
      level = heading + 1;
      node.rename("h" + level);
    }
    heading = level;
  }

  /** A transparent element holds what its parent may: it is a block where it holds one. */
  private static boolean isBlock(Node node) {
    if (node.is(TRANSPARENT)) {
      return node.children().stream().anyMatch(Nesting::isBlock);
    }
    return !node.isText() && !node.is(IN_LINES);
  }

  private static void toBox(Node node) {
    node.style(LOOKS.getOrDefault(node.name(), ""));
    node.style(node.is(IN_LINES) ? "display:inline" : "");
    node.rename("div");
  }

  private void repairChildren(Node node) {
    if (node.is(LISTS)) {
      node.put(wrapped(node.children(), child -> child.is(ITEM), Nesting::item));
      numbers(node);
    } else if (node.is("dl")) {
      terms(node);
    } else if (node.is("table")) {
      table(node);
    } else if (node.is(Elements.ROW_GROUPS)) {
      rows(node);
    } else if (node.is(ROW)) {
      cells(node);
    } else if (node.is("colgroup")) {
      node.put(node.children().stream().filter(child -> child.is("col")).toList());
    } else {
      if (node.is("ruby") && !isAnnotated(node)) {
        node.rename("span");
      }
      others(node);
    }
  }

  /** Children that stand alone of what must be around them. */
  private void others(Node node) {
    List<Node> children = node.children();
    if (children.stream().anyMatch(child -> child.is(ITEM))) {
      children = wrapped(children, child -> !child.is(ITEM), run -> Node.around("ul", run));
    }
    if (children.stream().anyMatch(child -> child.is(PARTS_OF_TABLES))) {
      children =
          wrapped(children, child -> !child.is(PARTS_OF_TABLES), run -> repaired("table", run));
    }
    node.put(children);
    for (Node child : children) {
      if (child.is(TERMS)) {
        term(child);
      } else if (child.is(ANNOTATIONS) && !node.is("ruby")) {
        child.rename("span");
      } else if (child.is("ul")) {
        numbers(child);
      }
    }
  }

  /** An element around a run, repaired itself. */
  private Node repaired(String name, List<Node> run) {
    Node element = Node.around(name, run);
    repairChildren(element);
    return element;
  }

  private static Node item(List<Node> run) {
    Node item = Node.around("li", run);
    item.style("list-style-type:none");
    return item;
  }

  private static void numbers(Node list) {
    for (Node item : list.children()) {
      if (!list.is("ol")) {
        item.take("value");
      }
    }
  }

  /** Terms, then what is said of them, and so on; or boxes where it is anything else. */
  private static void terms(Node list) {
    List<Node> children = list.children().stream().filter(child -> !child.isBlank()).toList();
    boolean alternate = !children.isEmpty() && children.getLast().is("dd");
    String before = "";
    for (Node child : children) {
      alternate &= child.is("dt") || (child.is("dd") && !before.isEmpty());
      before = child.name();
    }
    if (!alternate) {
      children.stream().filter(child -> child.is(TERMS)).forEach(Nesting::term);
      list.rename("div");
    }
  }

  private static void term(Node node) {
    node.style(node.is("dd") ? "margin-left:40px" : "");
    node.rename("div");
  }

  private static boolean isAnnotated(Node ruby) {
    boolean isText = false;
    boolean isAnnotated = false;
    for (Node child : ruby.children()) {
      if (child.is("rp")) {
        return false;
      }
      isAnnotated = child.is("rt") ? isText : isAnnotated && !isText;
      isText = !child.is("rt");
    }
    return isAnnotated;
  }

  private void table(Node table) {
    List<Node> above = new ArrayList<>();
    List<Node> rows = new ArrayList<>();
    boolean hasCaption = false;
    for (Node child : table.children()) {
      if (child.is("caption")) {
        if (!hasCaption && !holdsTable(child)) {
          above.addFirst(child);
          hasCaption = true;
        } else {
          child.rename("div");
          rows.add(child);
        }
      } else if (child.is("col")) {
        above.add(Node.around("colgroup", List.of(child)));
      } else if (child.is(Elements.COLUMNS)) {
        above.add(child);
      } else if (!child.isBlank()) {
        rows.add(child);
      }
    }
    rows = wrapped(rows, child -> child.is(Elements.ROW_GROUPS), run -> repaired("tbody", run));
    for (int i = 0; i < rows.size(); i++) {
      boolean isHead = rows.get(i).is("thead") && i == 0;
      boolean isFoot = rows.get(i).is("tfoot") && i == rows.size() - 1;
      rows.get(i).rename(isHead ? "thead" : isFoot ? "tfoot" : "tbody");
    }
    above.addAll(rows);
    table.put(above);
    grid.fit(table);
  }

  private void rows(Node group) {
    group.put(wrapped(shown(group), child -> child.is(ROW), run -> repaired("tr", run)));
  }

  private void cells(Node row) {
    row.put(wrapped(shown(row), child -> child.is(Elements.CELLS), run -> repaired("td", run)));
  }

  private static List<Node> shown(Node node) {
    return node.children().stream().filter(child -> !child.isBlank()).toList();
  }

  private static boolean holdsTable(Node node) {
    return node.is("table") || node.children().stream().anyMatch(Nesting::holdsTable);
  }

  /** The children, each run of those that may not stand there within an element that may. */
  private static List<Node> wrapped(
      List<Node> children, Predicate<Node> mayStand, Wrapper wrapper) {
    List<Node> whole = new ArrayList<>(children.size());
    List<Node> run = new ArrayList<>();
    for (Node child : children) {
      if (mayStand.test(child) || (child.isBlank() && run.isEmpty())) {
        if (!run.isEmpty()) {
          whole.add(wrapper.around(List.copyOf(run)));
          run.clear();
        }
        whole.add(child);
      } else {
        run.add(child);
      }
    }
    if (!run.isEmpty()) {
      whole.add(wrapper.around(List.copyOf(run)));
    }
    return whole;
  }

  /** Makes the element that a run of others needs around it. */
  private interface Wrapper {
    Node around(List<Node> run);
  }
}
