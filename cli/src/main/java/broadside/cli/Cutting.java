package broadside.cli;

import broadside.intake.ledger.Part;
import broadside.intake.plan.Calendar;
import broadside.intake.plan.Cut;
import broadside.intake.plan.HourOfDay;
import broadside.intake.plan.Interval;
import broadside.intake.plan.Planner;
import broadside.intake.plan.Schedule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options by which what waits is cut into parts. */
final class Cutting {
  @Option(
      names = "--parts",
      paramLabel = "N",
      converter = Range.Count.class,
      description = "Cut into so many parts with about equally many mails.")
  private @Nullable Integer parts;

  @Option(
      names = "--messages",
      paramLabel = "N",
      converter = Range.Count.class,
      description = "Cut into parts of at most so many, unless a thread has more.")
  private @Nullable Integer messages;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      converter = Size.class,
      description =
          "Cut into parts of at most so much mail, such as 50MB, unless a thread has more.")
  private @Nullable Long size;

  @Option(
      names = "--by",
      paramLabel = "month|year",
      description = "Cut by the dates on which threads begin; mails without a date come last.")
  private Cut.@Nullable Unit by;

  @Option(names = "--tear-threads", description = "Cut between any two mails.")
  private boolean tear;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Every.class,
      description = "From part to part: days, weeks or hours such as 1d, 2w, 12h.")
  private @Nullable Interval every;

  @Option(
      names = "--at",
      paramLabel = "HOUR",
      converter = Hour.class,
      description = "The hour and where it is told: 14:00Z, 14:00+01:00, \"14:00 Europe/Berlin\".")
  private @Nullable HourOfDay at;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      converter = Day.class,
      description = "The day of the first part, such as 2026-12-01; one that is past is overdue.")
  private @Nullable LocalDate from;

  /** True where the command line asks for a cut, well or badly. */
  boolean isAsked() {
    return tear || Stream.of(parts, messages, size, by, every, at, from).anyMatch(Objects::nonNull);
  }

  /** What is wrong with these options. */
  Optional<String> check() {
    if (!isAsked()) {
      return Optional.empty();
    }
    if (Stream.of(parts, messages, size, by).filter(Objects::nonNull).count() != 1) {
      return Optional.of("Say how to cut with one of --parts, --messages, --size and --by.");
    }
    if (every == null || at == null || from == null) {
      return Optional.of("Say when the parts come out: --every 1d --at 14:00Z --from DAY.");
    }
    return every.amount() > 0
        ? Optional.empty()
        : Optional.of("--every must be above 0: parts come out one after the other.");
  }

  boolean isTorn() {
    return tear;
  }

  Cut cut() {
    if (parts != null) {
      return new Cut.Equal(parts);
    }
    if (messages != null) {
      return new Cut.Messages(messages);
    }
    return size != null ? new Cut.Size(size) : new Cut.Dates(Objects.requireNonNull(by));
  }

  Schedule schedule() {
    return new Schedule(
        Objects.requireNonNull(from), Objects.requireNonNull(at), Objects.requireNonNull(every));
  }

  /** Says that it became fewer parts than were asked for. */
  Optional<String> fewer(Planner.Made made) {
    return parts == null || made.parts() == parts
        ? Optional.empty()
        : Optional.of(
            "Not %s: there %s."
                .formatted(
                    Figures.count(parts),
                    tear ? "are no more mails" : "are no more threads, and none is torn"));
  }

  /** Says that parts are larger than was asked for. */
  Optional<String> larger(Calendar calendar) {
    long most = messages != null ? messages : size != null ? size : Long.MAX_VALUE;
    long larger =
        calendar.rows().stream()
            .map(Calendar.Row::part)
            .filter(part -> (size != null ? part.bytes() : part.count()) > most)
            .mapToLong(Part::position)
            .count();
    return larger == 0
        ? Optional.empty()
        : Optional.of(
            "%s larger than that, since %s has more."
                .formatted(
                    Figures.count(larger, "part is", "parts are"),
                    tear ? "one mail" : "one thread"));
  }

  /** An interval. */
  static final class Every implements ITypeConverter<Interval> {
    @Override
    public Interval convert(String value) {
      try {
        return Interval.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** An hour of the day. */
  static final class Hour implements ITypeConverter<HourOfDay> {
    @Override
    public HourOfDay convert(String value) {
      try {
        return HourOfDay.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code 50MB}, as {@link Figures#bytes} prints it. */
  static final class Size implements ITypeConverter<Long> {
    private static final Pattern TEXT =
        Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([kMGT]?B)");

    private static final Map<String, Long> UNITS =
        Map.of(
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "TB",
            1_000_000_000_000L);

    @Override
    public Long convert(String value) {
      Matcher m = TEXT.matcher(value);
      if (m.matches()) {
        BigDecimal unit = BigDecimal.valueOf(Objects.requireNonNull(UNITS.get(m.group(2))));
        BigDecimal bytes = new BigDecimal(m.group(1)).multiply(unit);
        if (bytes.compareTo(BigDecimal.ONE) >= 0
            && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
          return bytes.longValue();
        }
      }
      throw new TypeConversionException(
          "it must be a size such as 500kB, 50MB or 1.5GB, not " + value);
    }
  }
}
