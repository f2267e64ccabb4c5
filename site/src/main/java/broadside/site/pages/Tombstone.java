package broadside.site.pages;

/**
 * A number without a mail.
 *
 * @param state what became of it: "withheld" or "withdrawn"
 * @param sentence that it is so and why
 * @param commitment the fingerprint that its manifest line gives
 * @param next the number after it, or 0 where it is the last
 */
public record Tombstone(
    long number, int release, String state, String sentence, String commitment, long next) {}
