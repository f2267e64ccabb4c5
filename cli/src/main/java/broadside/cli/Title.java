package broadside.cli;

import broadside.proof.text.SignedText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A title that can be signed; anything else is wrong usage, said before any work is done. */
class Title implements ITypeConverter<String> {
  private static final String RULE =
      "it must be one line of 1 to %d bytes, without spaces at its ends and control characters"
          .formatted(SignedText.TITLE_BYTES);

  /** The same, where an empty one is none. */
  static final class OrNone extends Title {
    @Override
    public String convert(String value) {
      return value.isEmpty() ? value : super.convert(value);
    }
  }

  @Override
  public String convert(String value) {
    if (SignedText.isTitle(value)) {
      return value;
    }
    throw new TypeConversionException(RULE);
  }
}
