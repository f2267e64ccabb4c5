package broadside.cli;

import broadside.proof.text.SignedText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A publication's identity on the command line; anything else is wrong usage. */
final class Identity implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (SignedText.isHash(value)) {
      return value;
    }
    throw new TypeConversionException("it must be 64 hex digits, not " + value);
  }
}
