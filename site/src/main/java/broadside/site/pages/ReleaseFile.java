package broadside.site.pages;

/** A file of a release that can be downloaded. */
public record ReleaseFile(String name, String href, String size, String sha256) {}
