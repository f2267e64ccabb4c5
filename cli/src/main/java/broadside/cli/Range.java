package broadside.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of the command line that are out of range are wrong usage, said so by picocli. */
abstract class Range implements ITypeConverter<Integer> {
  private final int least;
  private final int most;

  private Range(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** A TCP port; 0 for any. */
  static final class Port extends Range {
    Port() {
      super(0, 65_535);
    }
  }

  /** How many, at least one. */
  static final class Count extends Range {
    Count() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** How many, or none. */
  static final class CountOrNone extends Range {
    CountOrNone() {
      super(0, Integer.MAX_VALUE);
    }
  }

  @Override
  public Integer convert(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException(
        "it must be a number from %d to %d, not %s".formatted(least, most, value));
  }
}
