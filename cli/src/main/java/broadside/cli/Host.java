package broadside.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address to listen on; one of IPv6 may stand in brackets, as in a URL. */
final class Host implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (value.isBlank()) {
      throw new TypeConversionException(
          "it must be an address of this machine, such as 127.0.0.1, and is blank");
    }
    boolean bracketed = value.startsWith("[") && value.endsWith("]") && value.indexOf(':') > 0;
    return bracketed ? value.substring(1, value.length() - 1) : value;
  }
}
