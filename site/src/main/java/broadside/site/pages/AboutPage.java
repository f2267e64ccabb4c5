package broadside.site.pages;

import java.util.List;

/** What the publisher says of the publication, as paragraphs. */
public record AboutPage(List<String> description, List<String> provenance, String contact) {}
