package broadside.site.pages;

/**
 * How many mails of a release have such a signature.
 *
 * @param count such as "12 mails"
 * @param kind such as "with a signature that holds"
 * @param href where they are listed
 */
public record SignatureCount(String count, String kind, String href) {}
