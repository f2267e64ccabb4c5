package broadside.site.pages;

import java.util.List;

/**
 * One address header.
 *
 * @param name "From", "To", …
 * @param writers true where each address is shown beside its name
 */
public record Correspondents(String name, boolean writers, List<Person> people) {}
