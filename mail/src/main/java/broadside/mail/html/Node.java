package broadside.mail.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.owasp.html.HtmlStreamEventReceiver;

/**
 * An element of a page with what stands in it, a text, or the page itself, whose name is empty.
 *
 * <p><b>Threads:</b> for one thread.
 */
final class Node {
  private static final String TEXT = "#text";

  /** Elements that hold nothing and have no end. */
  private static final Set<String> VOID = Set.of("br", "col", "hr", "img", "wbr");

  private String name;
  private final String text;
  private Map<String, String> attributes = Map.of();
  private List<Node> children = List.of();

  private Node(String name, String text) {
    this.name = name;
    this.text = text;
  }

  static Node element(String name) {
    return new Node(name, "");
  }

  static Node text(String text) {
    return new Node(TEXT, text);
  }

  /** An element around others. */
  static Node around(String name, List<Node> children) {
    Node element = element(name);
    element.put(children);
    return element;
  }

  String name() {
    return name;
  }

  boolean is(Set<String> names) {
    return names.contains(name);
  }

  boolean is(String other) {
    return name.equals(other);
  }

  void rename(String other) {
    name = other;
  }

  /** True where it is a text that browsers do not show between elements. */
  boolean isBlank() {
    return is(TEXT) && text.isBlank();
  }

  boolean isText() {
    return is(TEXT);
  }

  boolean isVoid() {
    return is(VOID);
  }

  /** The children, not to be changed but by {@link #put}. */
  List<Node> children() {
    return children;
  }

  /** Replaces the children. */
  void put(List<Node> others) {
    children = others;
  }

  void add(Node child) {
    if (children.isEmpty()) {
      children = new ArrayList<>(4);
    }
    children.add(child);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** The attribute's value, or "". */
  String value(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  void set(String attribute, String value) {
    if (attributes.isEmpty()) {
      attributes = new LinkedHashMap<>(4);
    }
    attributes.put(attribute, value);
  }

  /** Takes the attribute away; its value, or "". */
  String take(String attribute) {
    String value = value(attribute);
    if (has(attribute)) {
      attributes.remove(attribute);
    }
    return value;
  }

  /** Lays declarations under the ones that the element has itself: what it says counts. */
  void style(String under) {
    Map<String, String> all = declarations(under);
    if (!all.isEmpty()) {
      all.putAll(declarations(value("style")));
      List<String> written = new ArrayList<>(all.size());
      all.forEach((property, words) -> written.add(property + ":" + words));
      set("style", String.join(";", written));
    }
  }

  private static Map<String, String> declarations(String style) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String declaration : style.split(";", -1)) {
      int colon = declaration.indexOf(':');
      if (colon > 0) {
        all.put(declaration.substring(0, colon), declaration.substring(colon + 1));
      }
    }
    return all;
  }

  /** Writes what stands in it. */
  void writeChildren(HtmlStreamEventReceiver out) {
    for (Node child : children) {
      child.write(out);
    }
  }

  // As deep as the page's elements nest, which TreeReader bounds.
  private void write(HtmlStreamEventReceiver out) {
    if (isText()) {
      out.text(text);
      return;
    }
    List<String> pairs = new ArrayList<>(2 * attributes.size());
    attributes.forEach((attribute, value) -> {
      pairs.add(attribute);
      pairs.add(value);
    });
    out.openTag(name, pairs);
    writeChildren(out);
    if (!isVoid()) {
      out.closeTag(name);
    }
  }
}
