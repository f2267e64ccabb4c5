package broadside.site.pages;

/**
 * A link of the site's own.
 *
 * @param href a path
 * @param text its words
 * @param rel what it is to this page: a link type of HTML, or ""
 */
public record Link(String href, String text, String rel) {
  public Link(String href, String text) {
    this(href, text, "");
  }
}
