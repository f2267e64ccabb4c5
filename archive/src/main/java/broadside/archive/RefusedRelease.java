package broadside.archive;

/**
 * A release that lies in the directory and cannot be shown.
 *
 * @param number of the release
 * @param reason a sentence for the operator
 */
public record RefusedRelease(int number, String reason) {}
