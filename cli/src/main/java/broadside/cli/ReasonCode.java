package broadside.cli;

import broadside.proof.release.Reason;
import broadside.proof.text.FormatException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A reason's code on the command line; anything else is wrong usage. */
final class ReasonCode implements ITypeConverter<Reason> {
  @Override
  public Reason convert(String code) {
    try {
      return Reason.parse(code);
    } catch (FormatException e) {
      throw new TypeConversionException("There is no reason code " + code + "; --help lists them.");
    }
  }
}
