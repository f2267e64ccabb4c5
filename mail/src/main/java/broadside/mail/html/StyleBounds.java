package broadside.mail.html;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bounds of what a style may say, behind the allow-list, which knows its properties and words. */
final class StyleBounds {
  /** A number with its unit, but not within a colour. */
  private static final Pattern SIZE =
      Pattern.compile("(?<![#0-9a-z.])([0-9]{1,9})(?:\\.[0-9]*)?([a-z%]*)");

  /** A number that is not 0, without a unit: all of a word, outside of parentheses. */
  private static final Pattern BARE_LENGTH =
      Pattern.compile("(?<=[: ])(?=[0-9.]*[1-9])([0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9})(?=$| )");

  private StyleBounds() {}

  /**
   * The declarations of an already cleaned style whose sizes are those of a page: nothing that
   * covers, hides behind or blows up what stands around it. None is more important than another.
   */
  static String kept(String style) {
    StringBuilder kept = new StringBuilder(style.length());
    for (String declaration : style.split(";", HtmlLimits.DEFAULT.attributes())) {
      String measured = withUnits(declaration.replace("!important", "").strip());
      if (isHarmless(measured.toLowerCase(Locale.ROOT))) {
        kept.append(kept.isEmpty() ? "" : ";").append(measured);
      }
    }
    return kept.toString();
  }

  /** Lengths without a unit are pixels, as mail readers take them; 0 needs none. */
  private static String withUnits(String declaration) {
    return declaration.matches("(border|font-size|height|margin|max-width|padding|width).*")
        ? BARE_LENGTH.matcher(declaration).replaceAll("$0px")
        : declaration;
  }

  private static int words(String declaration) {
    String value = declaration.substring(declaration.indexOf(':') + 1);
    return value.replaceAll("\\([^()]*\\)", "").strip().split(" +", 8).length;
  }

  private static int mostWords(String declaration) {
    return switch (declaration.substring(0, declaration.indexOf(':'))) {
      case "border-color", "border-style", "border-width", "margin", "padding", "text-decoration" ->
          4;
      case "border", "border-bottom", "border-left", "border-right", "border-top" -> 3;
      case "border-spacing" -> 2;
      default -> 1;
    };
  }

  private static boolean isHarmless(String declaration) {
    boolean letters = declaration.startsWith("font") || declaration.startsWith("line");
    Matcher size = SIZE.matcher(declaration);
    while (size.find()) {
      int limit =
          switch (size.group(2)) {
            case "", "px", "pt" -> letters && !declaration.startsWith("font-w") ? 100 : 1_600;
            case "%" -> 400;
            default -> letters ? 6 : 50;
          };
      if (Integer.parseInt(size.group(1)) > limit) {
        return false;
      }
    }
    if (declaration.endsWith(":")) {
      return false; // nothing is left of what it said
    }
    if (words(declaration) > mostWords(declaration)) {
      return false; // browsers ignore it
    }
    if (declaration.startsWith("margin") && declaration.matches(".*[: ]-.*")) {
      return false; // it would be drawn over what stands around it
    }
    return declaration.matches("[a-z-]+:[^():;\\\\@]*(rgba?\\([0-9., %]*\\)[^():;\\\\@]*)?");
  }
}
