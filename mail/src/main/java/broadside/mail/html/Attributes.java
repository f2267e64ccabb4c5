package broadside.mail.html;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An element's attributes as the parser gives them: names and values in turn. */
final class Attributes {
  private Attributes() {}

  /**
   * As in browsers, the first attribute of a name counts, and its character references are those of
   * windows-1252; a list that policies may edit.
   */
  static List<String> firstOfEachName(List<String> attributes, HtmlLimits limits) {
    List<String> first = new ArrayList<>(Math.min(attributes.size(), 2 * limits.attributes()));
    Set<String> names = new HashSet<>();
    var all = attributes.iterator();
    while (all.hasNext() && names.size() < limits.attributes()) {
      String name = all.next();
      String value = all.next();
      if (names.add(name)) {
        first.add(name);
        first.add(CharacterReferences.asMeant(value));
      }
    }
    return first;
  }

  /** The value of the named attribute, or "". */
  static String value(List<String> attributes, String name) {
    for (int i = 0; i < attributes.size(); i += 2) {
      if (attributes.get(i).equals(name)) {
        return attributes.get(i + 1);
      }
    }
    return "";
  }
}
