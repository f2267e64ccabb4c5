package broadside.site.pages;

/** An attachment that can be downloaded. */
public record AttachmentLine(String href, String name, String type, String size, String sha256) {}
