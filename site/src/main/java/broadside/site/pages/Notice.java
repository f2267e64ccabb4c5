package broadside.site.pages;

import java.util.List;

/** A page that says one thing: what happened and what to do now. */
public record Notice(String title, List<String> paragraphs, List<Link> links) {}
