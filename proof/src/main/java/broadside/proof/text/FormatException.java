package broadside.proof.text;

/** A signed text is not in its one accepted encoding. */
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }
}
