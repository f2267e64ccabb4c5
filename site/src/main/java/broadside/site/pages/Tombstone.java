package broadside.site.pages;

/**
 * A number without a mail.
 *
 * @param sentence that it is withheld and why
 * @param commitment the fingerprint that its manifest line gives
 */
public record Tombstone(long number, int release, String sentence, String commitment) {}
