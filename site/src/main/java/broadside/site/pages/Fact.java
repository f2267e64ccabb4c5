package broadside.site.pages;

/** A name and its value, both as they are shown. */
public record Fact(String name, String value) {}
