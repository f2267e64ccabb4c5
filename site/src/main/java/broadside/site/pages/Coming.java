package broadside.site.pages;

/**
 * A sentence on a release that is to come, which begins with its link.
 *
 * @param rest what follows the link, with its full stop
 */
public record Coming(Link link, String rest) {}
