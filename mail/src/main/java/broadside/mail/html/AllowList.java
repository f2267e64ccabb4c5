package broadside.mail.html;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * The elements, attributes and styles that may stay; all else goes. What is not named here is
 * refused, so that an element that browsers learn tomorrow is refused today.
 */
final class AllowList {
  private static final Pattern TINY_NUMBER = Pattern.compile("[0-9]{1,2}");
  private static final Pattern LENGTH = Pattern.compile("1?[0-9]{1,3}|[0-9]{1,2}%|100%");
  private static final Pattern FONT_SIZE = Pattern.compile("[+-]?[0-7]");
  private static final Pattern COLOR = Pattern.compile("#?[0-9A-Za-z]{1,24}");

  /** An address within the site itself: no scheme, no host. */
  private static final Pattern OWN_ADDRESS = Pattern.compile("/?(?!/)[A-Za-z0-9._~/%?=&-]{1,300}");

  private static final CssSchema STYLES =
      CssSchema.union(
          CssSchema.withProperties(
              List.of(
                  "background-color",
                  "border",
                  "border-bottom",
                  "border-collapse",
                  "border-color",
                  "border-left",
                  "border-right",
                  "border-spacing",
                  "border-style",
                  "border-top",
                  "border-width",
                  "color",
                  "direction",
                  "font-size",
                  "font-style",
                  "font-weight",
                  "height",
                  "line-height",
                  "list-style-type",
                  "margin",
                  "margin-bottom",
                  "margin-left",
                  "margin-right",
                  "margin-top",
                  "max-width",
                  "padding",
                  "padding-bottom",
                  "padding-left",
                  "padding-right",
                  "padding-top",
                  "text-decoration",
                  "text-transform",
                  "unicode-bidi",
                  "vertical-align",
                  "white-space",
                  "width",
                  "rgb()",
                  "rgba()")),
          CssSchema.withProperties(
              Map.of(
                  "display",
                  new CssSchema.Property(0, Set.of("inline", "none"), Map.of()),
                  "font-family",
                  new CssSchema.Property(0, Set.of("monospace"), Map.of()),
                  "text-align",
                  new CssSchema.Property(
                      0, Set.of("center", "justify", "left", "right", "start"), Map.of()))));

  /** The last word on what stays. */
  static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(
              "a",
              "abbr",
              "acronym",
              "address",
              "b",
              "bdi",
              "bdo",
              "big",
              "blockquote",
              "br",
              "caption",
              "center",
              "cite",
              "code",
              "col",
              "colgroup",
              "dd",
              "del",
              "dfn",
              "dir",
              "div",
              "dl",
              "dt",
              "em",
              "font",
              "h1",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6",
              "hr",
              "i",
              "img",
              "ins",
              "kbd",
              "li",
              "mark",
              "menu",
              "ol",
              "p",
              "pre",
              "q",
              "rp",
              "rt",
              "ruby",
              "s",
              "samp",
              "small",
              "span",
              "strike",
              "strong",
              "sub",
              "sup",
              "table",
              "tbody",
              "td",
              "tfoot",
              "th",
              "thead",
              "tr",
              "tt",
              "u",
              "ul",
              "var",
              "wbr")
          .allowElements((name, attributes) -> attributes.contains("src") ? name : null, "img")
          .allowStyling(STYLES)
          .allowAttributes("href")
          .matching((element, name, value) -> addressOf(value))
          .onElements("a")
          .allowUrlProtocols("http", "https", "mailto")
          .allowAttributes("src")
          .matching(OWN_ADDRESS)
          .onElements("img")
          .allowAttributes("alt", "title", "summary", "abbr")
          .globally()
          .allowAttributes("dir")
          .matching(true, "ltr", "rtl", "auto")
          .globally()
          .allowAttributes("lang")
          .matching((element, name, value) -> LanguageTag.known(value))
          .globally()
          .allowAttributes("align", "valign")
          .matching(
              true, "left", "right", "center", "justify", "top", "middle", "bottom", "baseline")
          .globally()
          .allowAttributes("width", "height")
          .matching(LENGTH)
          .onElements("img", "table", "td", "th", "col", "colgroup", "hr", "tr")
          .allowAttributes("border", "cellpadding", "cellspacing", "colspan", "rowspan", "span")
          .matching(TINY_NUMBER)
          .onElements("table", "td", "th", "col", "colgroup", "img")
          .allowAttributes("bgcolor")
          .matching(COLOR)
          .onElements("table", "tbody", "thead", "tfoot", "tr", "td", "th", "div")
          .allowAttributes("color")
          .matching(COLOR)
          .onElements("font", "hr")
          .allowAttributes("size")
          .matching(FONT_SIZE)
          .onElements("font")
          .allowAttributes("nowrap", "noshade")
          .matching((element, name, value) -> name)
          .onElements("td", "th", "hr")
          .allowAttributes("scope")
          .matching(true, "row", "col", "rowgroup", "colgroup")
          .onElements("td", "th")
          .allowAttributes("start", "value")
          .matching(Pattern.compile("-?[0-9]{1,6}"))
          .onElements("ol", "li")
          .allowAttributes("type")
          .matching(Pattern.compile("[1aAiI]|disc|circle|square"))
          .onElements("ol", "ul", "li")
          .toFactory();

  private AllowList() {}

  private static @Nullable String addressOf(String href) {
    LinkTarget target = LinkTarget.of(href);
    return target == null ? null : target.address();
  }
}
