package broadside.site.pages;

/**
 * One number that was taken back.
 *
 * @param date when the editors signed that
 * @param reason in words
 * @param entry index of the statement in the log
 */
public record WithdrawalLine(long number, int release, String date, String reason, long entry) {}
