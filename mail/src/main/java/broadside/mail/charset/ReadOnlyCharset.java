package broadside.mail.charset;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/** A charset which the JDK does not have; for reading only. */
abstract class ReadOnlyCharset extends Charset {
  ReadOnlyCharset(String name) {
    super(name, new String[0]);
  }

  @Override
  public final boolean contains(Charset other) {
    return false;
  }

  @Override
  public final boolean canEncode() {
    return false;
  }

  @Override
  public final CharsetEncoder newEncoder() {
    throw new UnsupportedOperationException(name() + " is only read");
  }
}
