package broadside.cli;

import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Witness;
import broadside.proof.text.FormatException;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A witness as a policy is to name it: a name, a key and perhaps an address. */
final class WitnessLine implements ITypeConverter<Witness> {
  /** What the help calls it. */
  static final String LABEL = "\"NAME KEY URL\"";

  @Override
  public Witness convert(String value) {
    List<String> words = List.of(value.strip().split(" +"));
    if (words.size() < 2 || words.size() > 3) {
      throw new TypeConversionException(
          "it must be a name, a key and an address in one, not \"" + value + "\"");
    }
    try {
      return new Witness(
          words.getFirst(),
          VerifierKey.parse(words.get(1)),
          words.size() < 3 ? null : URI.create(words.get(2)));
    } catch (FormatException | IllegalArgumentException e) {
      throw new TypeConversionException("\"%s\": %s".formatted(value, e.getMessage()));
    }
  }
}
