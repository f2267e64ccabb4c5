package broadside.intake.ledger;

/**
 * A file or folder that was added.
 *
 * @param name its last path element, made unique
 */
public record Source(long id, String name) {}
