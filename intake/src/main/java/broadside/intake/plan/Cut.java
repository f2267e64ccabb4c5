package broadside.intake.plan;

/** How what waits is cut into parts. */
public sealed interface Cut {
  /** Parts of one plan: one each hour for more than a year, and a list that a person can read. */
  int MOST_PARTS = 10_000;

  /** So many parts with about equally many numbers; fewer where there are fewer threads. */
  record Equal(int parts) implements Cut {
    public Equal {
      atLeastOne(parts);
    }
  }

  /** So many numbers a part at most, unless one thread has more. */
  record Messages(long most) implements Cut {
    public Messages {
      atLeastOne(most);
    }
  }

  /** So many bytes of mails a part at most, unless one thread has more; withheld ones have none. */
  record Size(long most) implements Cut {
    public Size {
      atLeastOne(most);
    }
  }

  /** A part for each month or year in which threads begin; what has no date comes last. */
  record Dates(Unit unit) implements Cut {}

  /** Of the calendar. */
  enum Unit {
    MONTH,
    YEAR
  }

  private static void atLeastOne(long n) {
    if (n < 1) {
      throw new IllegalArgumentException(n + " not in 1…");
    }
  }
}
