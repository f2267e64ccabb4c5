package broadside.mail.html;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says with styles what mails say with elements and attributes that HTML no longer has. What looks
 * the same in a browser stays the same.
 */
final class Presentation {
  /** Obsolete elements, and what stands for them. */
  private static final Map<String, String> STANDARD =
      Map.of(
          "acronym", "abbr",
          "big", "span",
          "center", "div",
          "dir", "ul",
          "menu", "ul",
          "font", "span",
          "strike", "s",
          "tt", "code");

  private static final Set<String> ALIGNED =
      Set.of(
          "caption", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p", "tbody", "td", "tfoot", "th",
          "thead", "tr");

  /** Sizes of letters from 1 to 7. */
  private static final List<String> SIZES =
      List.of("x-small", "small", "medium", "large", "x-large", "xx-large", "300%");

  private static final int USUAL_SIZE = 3;

  private static final Map<String, String> MARKERS =
      Map.of(
          "1", "decimal",
          "a", "lower-alpha",
          "A", "upper-alpha",
          "i", "lower-roman",
          "I", "upper-roman");

  private Presentation() {}

  /** Changes everything that stands in the page. */
  static void makeStandard(Node page) {
    Around around = new Around("", "", "");
    for (Node child : page.children()) {
      change(child, around);
    }
  }

  /**
   * What an element has from those around it.
   *
   * @param padding of the cells of its table, or ""
   * @param border of the cells of its table, or ""
   * @param align where an attribute puts lines and tables, but not the lines of tables; or ""
   */
  private record Around(String padding, String border, String align) {}

  // As deep as the page's elements nest, which TreeReader bounds.
  private static void change(Node node, Around around) {
    if (node.isText()) {
      return;
    }
    Around within = within(node, around);
    alignment(node, around.align);
    sizes(node);
    colours(node);
    letters(node);
    table(node, around);
    list(node);
    image(node);
    node.rename(STANDARD.getOrDefault(node.name(), node.name()));
    for (Node child : node.children()) {
      change(child, within);
    }
  }

  private static Around within(Node node, Around around) {
    if (node.is("table")) {
      return new Around(node.value("cellpadding"), node.value("border"), "");
    }
    return new Around(around.padding, around.border, align(node, around.align));
  }

  /** Where an attribute puts what stands in the element. */
  private static String align(Node node, String around) {
    if (node.value("style").contains("text-align:")) {
      return "";
    }
    String align = node.is("center") ? "center" : sideways(node.value("align"));
    return align.isEmpty() ? around : align;
  }

  private static void alignment(Node node, String around) {
    String align = node.take("align");
    String valign = node.take("valign");
    String lines = node.is("center") ? "center" : sideways(align);
    if (node.is("table")) {
      tableAlignment(node, lines.isEmpty() ? around : lines);
      node.style(around.isEmpty() ? "" : "text-align:start");
    } else if (!lines.isEmpty() && (node.is(ALIGNED) || node.is("center"))) {
      node.style("text-align:" + lines);
    } else if (node.is("img")) {
      node.style(upright(align));
    }
    if (node.is(Elements.CELLS) || node.is("tr") || node.is(Elements.ROW_GROUPS)) {
      node.style(upright(valign));
    }
  }

  private static void tableAlignment(Node table, String align) {
    if (align.equals("center")) {
      table.style("margin-left:auto;margin-right:auto");
    } else if (align.equals("right")) {
      table.style("margin-left:auto");
    }
  }

  private static String sideways(String align) {
    return switch (align) {
      case "left", "right", "center", "justify" -> align;
      case "middle" -> "center";
      default -> "";
    };
  }

  private static String upright(String align) {
    return switch (align) {
      case "top", "middle", "bottom", "baseline" -> "vertical-align:" + align;
      default -> "";
    };
  }

  private static void sizes(Node node) {
    for (String side : List.of("width", "height")) {
      String size = node.value(side);
      boolean number = !size.isEmpty() && !size.endsWith("%");
      if (!size.isEmpty() && !(number && node.is("img"))) {
        node.take(side);
        node.style(size.matches("0+%?") ? "" : side + ":" + size + (number ? "px" : ""));
      }
    }
  }

  private static void colours(Node node) {
    String background = node.take("bgcolor");
    if (!background.isEmpty()) {
      node.style("background-color:" + LegacyColour.of(background));
    }
    String color = node.take("color");
    if (!color.isEmpty()) {
      node.style("color:" + LegacyColour.of(color));
    }
  }

  private static void letters(Node node) {
    String size = node.take("size");
    if (!size.isEmpty()) {
      boolean relative = size.startsWith("+") || size.startsWith("-");
      int number = Integer.parseInt(size) + (relative ? USUAL_SIZE : 0);
      node.style("font-size:" + SIZES.get(Math.clamp(number, 1, SIZES.size()) - 1));
    }
    if (node.is("big")) {
      node.style("font-size:larger");
    }
    if (!node.take("nowrap").isEmpty()) {
      node.style("white-space:nowrap");
    }
    node.take("noshade");
  }

  private static void table(Node node, Around around) {
    String border = node.take("border");
    String spacing = node.take("cellspacing");
    node.take("cellpadding");
    if (!border.isEmpty() && !border.matches("0+") && (node.is("table") || node.is("img"))) {
      node.style("border:" + border + "px solid #999999");
    }
    if (!spacing.isEmpty() && node.is("table")) {
      node.style("border-spacing:" + spacing + "px");
    }
    if (node.is(Elements.CELLS)) {
      node.style(around.padding.isEmpty() ? "" : "padding:" + around.padding + "px");
      boolean drawn = !around.border.isEmpty() && !around.border.matches("0+");
      node.style(drawn ? "border:1px solid #999999" : "");
    }
    node.take("summary");
    if (!node.is("th")) {
      node.take("abbr");
      node.take("scope");
    }
    if (!node.is(Elements.CELLS)) {
      node.take("colspan");
      node.take("rowspan");
    }
    if (!node.is(Elements.COLUMNS) || node.value("span").matches("0+")) {
      node.take("span");
    }
  }

  private static void list(Node node) {
    String type = node.value("type");
    if (!type.isEmpty() && !(node.is("ol") && MARKERS.containsKey(type))) {
      node.take("type");
      node.style("list-style-type:" + MARKERS.getOrDefault(type, type));
    }
    if (!node.is("ol")) {
      node.take("start");
    }
    if (!node.is("li")) {
      node.take("value");
    }
  }

  private static void image(Node node) {
    if (!node.is("img")) {
      node.take("alt");
    } else if (!node.has("alt")) {
      node.set("alt", "image without a description");
    }
  }
}
