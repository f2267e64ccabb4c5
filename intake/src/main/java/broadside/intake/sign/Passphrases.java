package broadside.intake.sign;

import java.io.IOException;

/** Where the passphrases of keys come from. */
@FunctionalInterface
public interface Passphrases {
  /** None: keys are left bare. */
  Passphrases NONE = name -> new char[0];

  /** The passphrase of the key with this name; empty for none. */
  char[] of(String name) throws IOException;
}
