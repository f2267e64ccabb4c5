package broadside.site.pages;

/** A query, its address and what it finds. */
public record Example(String query, String href, String meaning) {}
