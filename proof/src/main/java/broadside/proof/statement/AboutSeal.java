package broadside.proof.statement;

/** What is said of a sealed release later. About another seal it says nothing. */
public sealed interface AboutSeal extends Statement permits Voiding, Hold, Receipt, Opening {

  /** Number of the release. */
  int number();

  /** SHA-256 of the text of its {@code sealed} statement. */
  String seal();

  /** The two lines that name it. */
  default String subject() {
    return "number " + number() + "\nseal " + seal() + "\n";
  }
}
