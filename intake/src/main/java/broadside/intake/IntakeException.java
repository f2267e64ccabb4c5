package broadside.intake;

import java.nio.file.Path;

/** Intake refuses what it was asked; the message is a sentence for the operator. */
public final class IntakeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was refused. */
  public enum Refusal {
    /** There is no publication. */
    NOT_A_PUBLICATION,
    /** There is one already, or other files. */
    ALREADY_THERE,
    /** Another process works on it. */
    LOCKED,
    /** {@code broadside.toml} cannot be understood. */
    BAD_SETTINGS,
    /** The file or folder to add does not exist or may not be read. */
    NO_SUCH_SOURCE,
    /** Most mails of an mbox would be read as text of others. */
    RUN_TOGETHER,
    /** The disk has too little room for what was to be added. */
    NO_SPACE,
    /** No mail has this id, or more than one has. */
    NO_SUCH_MAIL,
    /** A query or a file of ids by which no mails can be chosen. */
    BAD_CHOICE,
    /** The mail's state does not allow the decision. */
    NOT_ALLOWED,
    /** No mail waits for a release. */
    NOTHING_TO_RELEASE,
    /** A signing key is damaged, or its passphrase wrong. */
    BAD_KEY,
    /** Too few of the editors' keys are at hand. */
    TOO_FEW_KEYS,
    /** A file of DKIM keys cannot be understood. */
    BAD_KEY_FILE,
    /** What was named as a resolver is none. */
    BAD_RESOLVER,
    /** The publication was never signed. */
    NOT_SIGNED
  }

  private final Refusal refusal;
  private final transient Path path;

  /**
   * A refusal.
   *
   * @param path the publication or source it is about
   */
  public IntakeException(Refusal refusal, Path path, String message) {
    super(message);
    this.refusal = refusal;
    this.path = path;
  }

  public Refusal refusal() {
    return refusal;
  }

  public Path path() {
    return path;
  }
}
