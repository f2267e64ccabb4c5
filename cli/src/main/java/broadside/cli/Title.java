package broadside.cli;

import broadside.proof.text.SignedText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
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

  /** The title that is given, or the name of the publication's directory. */
  static String of(@Nullable String given, Path publication, CommandLine command) {
    if (given != null) {
      return given;
    }
    String name = String.valueOf(publication.toAbsolutePath().normalize().getFileName());
    if (!SignedText.isTitle(name)) {
      throw new ParameterException(
          command, "The name of its directory is no title: give one with --title.");
    }
    return name;
  }

  @Override
  public String convert(String value) {
    if (SignedText.isTitle(value)) {
      return value;
    }
    throw new TypeConversionException(RULE);
  }
}
