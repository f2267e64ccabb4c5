package broadside.site.pages;

import java.util.List;

/**
 * One address header.
 *
 * @param name "From", "To", …
 */
public record Correspondents(String name, List<Person> people) {}
