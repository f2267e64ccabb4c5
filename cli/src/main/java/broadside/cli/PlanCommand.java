package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Announcement;
import broadside.intake.plan.Calendar;
import broadside.intake.plan.HourOfDay;
import broadside.intake.plan.Interval;
import broadside.intake.plan.Planner;
import broadside.intake.plan.Schedule;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "plan",
    description = {
      "Cuts what waits into the parts of a series, each with its time; shows and changes the calendar.",
      "A thread goes whole into the part of its oldest mail that waits. The plan publishes nothing:",
      "\"release\" takes its next part. Parts are named by the numbers that their releases will have.",
      "It is private until --announce tells readers its hours."
    },
    footer = {
      "",
      "An hour with a zone stays the same on that place's clock when summer time begins or ends. One",
      "that the clock leaves out then comes as much later; of one that comes twice the first is meant.",
      "",
      "Example: broadside plan pub --parts 30 --every 1d --at 14:00Z --from 2026-12-01",
      "         broadside plan pub --by month --every 1w --at \"14:00 Europe/Berlin\" --from 2026-12-01",
      "         broadside plan pub",
      "         broadside plan pub --move 7 --to 2026-12-09T14:00Z",
      "         broadside plan pub --shift 2d --since 7",
      "         broadside plan pub --merge 7-8",
      "         broadside plan pub --title 7 \"Part 7: The harbour\"",
      "         broadside plan pub --announce",
      "         broadside plan pub --announce --with-titles --with-counts",
      "         broadside plan pub --unannounce"
    })
final class PlanCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Mixin private Cutting cutting;

  @Option(
      names = "--move",
      paramLabel = "N",
      converter = Range.Count.class,
      description = "Move this part alone, with --to.")
  private @Nullable Integer move;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Where to, such as 2026-12-09T14:00Z.")
  private @Nullable ZonedDateTime to;

  @Option(
      names = "--shift",
      paramLabel = "TIME",
      converter = Cutting.Every.class,
      description = "Move parts by days, hours or weeks: 2d, 12h, -1w; with --since.")
  private @Nullable Interval shift;

  @Option(
      names = "--since",
      paramLabel = "N",
      converter = Range.Count.class,
      description = "This part and all after it.")
  private @Nullable Integer since;

  @Option(
      names = "--merge",
      paramLabel = "N-M",
      converter = Neighbours.class,
      description = "Make one part of two neighbours, at the earlier's time.")
  private @Nullable Pair merge;

  @Option(
      names = "--title",
      arity = "2",
      hideParamSyntax = true,
      paramLabel = " N TITLE",
      description = "Give this part a title, one line.")
  private List<String> title = List.of();

  @Option(
      names = "--drop",
      description = "Throw the plan away, and its announcement; nothing else changes.")
  private boolean drop;

  @Option(
      names = "--announce",
      description = {
        "Tell readers and mirrors how many parts there are and when each comes",
        "out, from now on and whenever that changes. No title and no number of",
        "mails is told."
      })
  private boolean announce;

  @Option(names = "--with-titles", description = "With --announce: tell the titles of parts too.")
  private boolean titles;

  @Option(
      names = "--with-counts",
      description = "With --announce: tell too how many mails each part holds.")
  private boolean counts;

  private static final String TAKEN_BACK =
      "The announcement is taken back. What readers have seen of it they have seen.";

  @Option(names = "--unannounce", description = "Take the announcement back; the plan stays.")
  private boolean unannounce;

  /** Two parts. */
  record Pair(int first, int second) {}

  @Override
  public Integer call() throws IOException {
    check();
    boolean isChange = cutting.isAsked() || edits() > 0;
    try (PrivateDirectory directory =
        isChange ? PrivateDirectory.open(publication) : PrivateDirectory.read(publication)) {
      Planner planner = new Planner(directory);
      if (cutting.isAsked()) {
        cut(planner);
      } else if (isChange) {
        edit(planner);
      }
      if (!drop) {
        Calendar calendar = planner.calendar(Instant.now());
        cutting.larger(calendar).ifPresent(console()::say);
        new PlanTable(console(), publication).print(calendar, planner.announced());
      }
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error("stopped; the plan is as it was.");
      return ExitCode.INTERRUPTED;
    }
  }

  private void check() {
    if (edits() + (cutting.isAsked() ? 1 : 0) > 1) {
      throw wrong(
          "One change at a time: cut, --move, --shift, --merge, --title, --drop, --announce or --unannounce.");
    }
    if (title.size() > 2) {
      throw wrong("One title at a time: --title N TITLE.");
    }
    if (!announce && (titles || counts)) {
      throw wrong("--with-titles and --with-counts say what to tell: --announce --with-titles.");
    }
    if ((move == null) != (to == null)) {
      throw wrong("Say which part and where to: --move N --to TIME.");
    }
    if ((shift == null) != (since == null)) {
      throw wrong("Say by how much and from which part on: --shift TIME --since N.");
    }
    cutting
        .check()
        .ifPresent(missing -> {
          throw wrong(missing);
        });
  }

  private long edits() {
    return Stream.of(move, shift, merge).filter(Objects::nonNull).count()
        + (title.isEmpty() ? 0 : 1)
        + Stream.of(drop, announce, unannounce).filter(isAsked -> isAsked).count();
  }

  private void edit(Planner planner) throws IOException {
    if (move != null && to != null) {
      planner.move(move, to.toInstant());
    } else if (shift != null && since != null) {
      planner.shift(shift, since);
    } else if (merge != null) {
      planner.merge(merge.first(), merge.second());
    } else if (!title.isEmpty()) {
      planner.setTitle(part(title.getFirst()), title.getLast());
    } else if (announce) {
      planner.announce(new Announcement.Extent(titles, counts));
    } else if (unannounce) {
      console().say(planner.unannounce() ? TAKEN_BACK : "Nothing was announced.");
    } else {
      boolean told = planner.isAnnounced();
      boolean dropped = planner.drop();
      console().say(dropped ? "The plan is dropped. No mail was touched." : "No plan.");
      if (told) {
        console().say(TAKEN_BACK);
      }
      console().result(Map.of("dropped", dropped));
    }
  }

  private int part(String number) {
    try {
      return new Range.Count().convert(number);
    } catch (TypeConversionException e) {
      throw wrong("--title N TITLE: " + e.getMessage() + ".");
    }
  }

  private Planner.Made cut(Planner planner, Schedule schedule) throws IOException {
    try (Interruption interruption = Interruption.listen();
        Watching watching = new Watching(console(), interruption, "Joining threads")) {
      return planner.cut(cutting.cut(), cutting.isTorn(), schedule, watching);
    }
  }

  private void cut(Planner planner) throws IOException {
    Schedule schedule = cutting.schedule();
    Planner.Made made = cut(planner, schedule);
    console()
        .say(
            "%s of %s."
                .formatted(
                    Figures.count(made.parts(), "part", "parts"),
                    cutting.isTorn()
                        ? Figures.mails(made.threads())
                        : Figures.count(made.threads(), "thread", "threads")));
    cutting.fewer(made).ifPresent(console()::say);
    for (int number : made.skipped()) {
      console()
          .say(
              "The clock of %s leaves out %s on the day of part %d: it comes out as much later as the clock goes forward."
                  .formatted(schedule.zone(), schedule.at().hour(), number));
    }
    for (int number : made.twice()) {
      console()
          .say(
              "The clock of %s shows %s twice on the day of part %d: it comes out at the first."
                  .formatted(schedule.zone(), schedule.at().hour(), number));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** A day and an hour. */
  static final class Moment implements ITypeConverter<ZonedDateTime> {
    @Override
    public ZonedDateTime convert(String value) {
      try {
        return HourOfDay.parseMoment(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code 7-8}. */
  static final class Neighbours implements ITypeConverter<Pair> {
    @Override
    public Pair convert(String value) {
      String[] parts = value.split("-", -1);
      if (parts.length != 2) {
        throw new TypeConversionException("it must be two parts such as 7-8, not " + value);
      }
      Range.Count count = new Range.Count();
      return new Pair(count.convert(parts[0]), count.convert(parts[1]));
    }
  }
}
