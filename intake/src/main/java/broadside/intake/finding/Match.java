package broadside.intake.finding;

/**
 * Something found in a text.
 *
 * @param kind its name in the ledger
 * @param start place of its first character
 * @param end place behind its last
 */
record Match(String kind, int start, int end) {}
