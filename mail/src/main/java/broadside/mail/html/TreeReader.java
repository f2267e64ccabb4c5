package broadside.mail.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.owasp.html.HtmlStreamEventReceiver;

/** Makes a tree of a cleaned page, whose tags the parser has balanced. */
final class TreeReader implements HtmlStreamEventReceiver {
  private final Node page = Node.element("");
  private final Deque<Node> open = new ArrayDeque<>();
  private final HtmlLimits limits;
  private int nodes;
  private boolean isTooLarge;

  TreeReader(HtmlLimits limits) {
    this.limits = limits;
    open.push(page);
  }

  /** The page, once it was read. */
  Node page() {
    return page;
  }

  /**
   * True where the page has more elements and texts, or deeper ones, than its limits; it is cut.
   */
  boolean isTooLarge() {
    return isTooLarge;
  }

  @Override
  public void openDocument() {}

  @Override
  public void closeDocument() {}

  @Override
  public void openTag(String element, List<String> attributes) {
    Node node = Node.element(element);
    for (int i = 0; i < attributes.size(); i += 2) {
      node.set(attributes.get(i), attributes.get(i + 1));
    }
    add(node);
    if (!node.isVoid() && !isTooLarge) {
      open.push(node);
    }
  }

  @Override
  public void closeTag(String element) {
    if (open.element().is(element)) {
      open.pop();
    }
  }

  @Override
  public void text(String text) {
    if (!text.isEmpty()) {
      add(Node.text(text));
    }
  }

  private void add(Node node) {
    nodes++;
    isTooLarge |= nodes > limits.nodes() || open.size() > limits.depth();
    if (!isTooLarge) {
      open.element().add(node);
    }
  }
}
