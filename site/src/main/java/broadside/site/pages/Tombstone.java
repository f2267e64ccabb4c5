package broadside.site.pages;

/**
 * A number without a mail.
 *
 * @param state what became of it: "withheld" or "withdrawn"
 * @param sentence that it is so and why
 * @param commitment the fingerprint that its manifest line gives
 */
public record Tombstone(
    long number, int release, String state, String sentence, String commitment) {}
