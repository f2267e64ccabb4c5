package broadside.intake.plan;

import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Told every thread in its order, says where a new part begins. */
@FunctionalInterface
interface Divider {
  /** True where a part begins with this thread; of the first thread it says nothing. */
  boolean beginsWith(WaitingThread thread);

  /**
   * A divider for one pass.
   *
   * @param threads that it will be told
   * @param mails in them
   * @param zone in which months and years are counted
   */
  static Divider of(Cut cut, int threads, long mails, ZoneId zone) {
    return switch (cut) {
      case Cut.Equal equal -> new Equal(Math.min(equal.parts(), threads), threads, mails);
      case Cut.Messages messages -> new Most(messages.most(), WaitingThread::mails);
      case Cut.Size size -> new Most(size.most(), WaitingThread::bytes);
      case Cut.Dates dates -> new Dates(dates.unit(), zone);
    };
  }

  /**
   * Parts of equal counts. Each ends at the thread whose end is nearest to where it should: where
   * no thread is larger than a part, none differs from the mean by more than the largest thread.
   * After a thread that is larger, what remains is divided anew.
   */
  final class Equal implements Divider {
    private final int parts;
    private final int threads;
    private final long mails;
    private int part;
    private int seen;
    private int inPart;
    private long before;
    private long base;
    private int basePart;

    private Equal(int parts, int threads, long mails) {
      this.parts = parts;
      this.threads = threads;
      this.mails = mails;
    }

    @Override
    public boolean beginsWith(WaitingThread thread) {
      boolean begins = inPart > 0 && part < parts - 1 && (isFull(thread) || isLastChance());
      if (begins) {
        if (2 * Math.abs(before * left() - end()) > mails - base) {
          base = before;
          basePart = part + 1;
        }
        part++;
        inPart = 0;
      }
      seen++;
      inPart++;
      before += thread.mails();
      return begins;
    }

    /** Parts into which the mails from {@code base} on are divided. */
    private int left() {
      return parts - basePart;
    }

    /** Where the part should end: the mails before it, times {@link #left}, to be exact. */
    private long end() {
      return base * left() + (mails - base) * (part - basePart + 1);
    }

    private boolean isFull(WaitingThread next) {
      return (2 * before + next.mails()) * left() > 2 * end();
    }

    /** The parts that follow need a thread each. */
    private boolean isLastChance() {
      return threads - seen <= parts - 1 - part;
    }
  }

  /** Parts up to a limit. */
  final class Most implements Divider {
    private final long most;
    private final ToLongFunction<WaitingThread> measure;
    private boolean isBegun;
    private long sum;

    private Most(long most, ToLongFunction<WaitingThread> measure) {
      this.most = most;
      this.measure = measure;
    }

    @Override
    public boolean beginsWith(WaitingThread thread) {
      long size = measure.applyAsLong(thread);
      boolean begins = isBegun && sum + size > most;
      sum = begins ? size : sum + size;
      isBegun = true;
      return begins;
    }
  }

  /** Parts by date. */
  final class Dates implements Divider {
    private static final Object UNDATED = "undated";

    private final Cut.Unit unit;
    private final ZoneId zone;
    private @Nullable Object now;

    private Dates(Cut.Unit unit, ZoneId zone) {
      this.unit = unit;
      this.zone = zone;
    }

    @Override
    public boolean beginsWith(WaitingThread thread) {
      Object next = of(thread.date());
      boolean begins = now != null && !now.equals(next);
      now = next;
      return begins;
    }

    private Object of(@Nullable Instant date) {
      if (date == null) {
        return UNDATED;
      }
      return switch (unit) {
        case MONTH -> YearMonth.from(date.atZone(zone));
        case YEAR -> Year.from(date.atZone(zone));
      };
    }
  }
}
