package broadside.intake.ledger;

/** What became of a mail. */
public enum MailState {
  /** May go into the next release. */
  WAITING(0),
  /** Waits for a person to look at what was found in it. */
  HELD(1),
  /** A person decided that it is not published. */
  WITHHELD(2),
  /** In a release. */
  RELEASED(3);

  private final int code;

  MailState(int code) {
    this.code = code;
  }

  /** The number that the ledger stores. */
  int code() {
    return code;
  }

  static MailState of(int code) {
    return switch (code) {
      case 0 -> WAITING;
      case 1 -> HELD;
      case 2 -> WITHHELD;
      case 3 -> RELEASED;
      default -> throw new IllegalArgumentException("no mail state has code " + code);
    };
  }

  /** True where a mail in this state may become {@code next}. */
  public boolean mayBecome(MailState next) {
    return switch (this) {
      case WAITING -> next != WAITING;
      case HELD -> next == WAITING || next == WITHHELD;
      case WITHHELD -> next == WAITING;
      case RELEASED -> false;
    };
  }
}
