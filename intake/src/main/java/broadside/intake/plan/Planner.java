package broadside.intake.plan;

import broadside.archive.release.CheckMonitor;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Announcement;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Part;
import broadside.intake.release.Releaser;
import broadside.intake.sign.PublicSchedule;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of a series, shows and changes it. Each change is committed whole or not at all;
 * parts are named by the numbers that their releases will have. Where the plan is announced,
 * readers are told of each change.
 *
 * <p><b>Threads:</b> one; but for {@link #calendar} the publication is open for writing.
 */
public final class Planner {
  private final PrivateDirectory directory;
  private final Ledger ledger;
  private final Releaser releaser;

  /** Of this publication. */
  public Planner(PrivateDirectory directory) {
    this.directory = directory;
    this.ledger = directory.ledger();
    this.releaser = new Releaser(directory);
  }

  /**
   * What was cut.
   *
   * @param parts how many it became
   * @param threads that they are made of; mails where threads are torn
   * @param skipped numbers of parts whose hour the clock leaves out, so that they come out later
   * @param twice numbers of parts whose hour the clock shows twice; they come out at the first
   */
  public record Made(int parts, int threads, List<Integer> skipped, List<Integer> twice) {
    public Made {
      skipped = List.copyOf(skipped);
      twice = List.copyOf(twice);
    }
  }

  /**
   * Cuts what waits into parts, in the place of the plan that there was.
   *
   * @param tear true where a thread may be spread over parts
   * @param monitor is told of the bytes of each mail whose thread is looked for; a stop leaves the
   *     plan as it was
   * @throws IntakeException where nothing waits, or there would be too many parts
   */
  public Made cut(Cut cut, boolean tear, Schedule schedule, CheckMonitor monitor)
      throws IOException {
    boolean isFirst = ledger.parts().isEmpty();
    try {
      if (ledger.mails().hasWaiting()) {
        Cutter.Result result = Cutter.cut(ledger, cut, tear, schedule, monitor);
        if (result.parts() > Cut.MOST_PARTS) {
          throw refused(
              "That would be more than %,d parts; make them larger. The plan is as it was."
                  .formatted(Cut.MOST_PARTS));
        }
        checkEnd(schedule.time(result.parts() - 1).toInstant());
        if (isFirst) {
          ledger.announcement().end(); // what is told of a new plan is for its publisher to say
        }
        commit();
        return made(result, schedule);
      }
    } finally {
      ledger.rollback();
    }
    throw new IntakeException(
        Refusal.NOTHING_TO_RELEASE,
        directory.publication(),
        "No mail waits for a release; add some, or decide on those that are held.");
  }

  private Made made(Cutter.Result result, Schedule schedule) throws IOException {
    List<Integer> skipped = new ArrayList<>();
    List<Integer> twice = new ArrayList<>();
    int number = releaser.nextNumber();
    for (int i = 0; i < result.parts(); i++) {
      if (schedule.isSkipped(i)) {
        skipped.add(number + i);
      }
      if (schedule.isTwice(i)) {
        twice.add(number + i);
      }
    }
    return new Made(result.parts(), result.threads(), skipped, twice);
  }

  /** The plan as it stands. */
  public Calendar calendar(Instant now) throws IOException {
    return Calendar.of(
        ledger.parts().all(),
        ledger.parts().zone(),
        ledger.parts().outside(),
        releaser.nextNumber(),
        releaser.nextMessage(),
        now);
  }

  /**
   * Moves one part to another time.
   *
   * @throws IntakeException where there is no such part, or another would come out before it then
   */
  public void move(int number, Instant to) throws IOException {
    List<Part> parts = ledger.parts().all();
    int index = index(parts, number);
    if (index > 0) {
      checkOrder(parts.get(index - 1).time(), to, number);
    }
    if (index + 1 < parts.size()) {
      checkOrder(to, parts.get(index + 1).time(), number + 1);
    }
    checkEnd(to);
    ledger.parts().setTime(parts.get(index).position(), to);
    commit();
  }

  /** Moves a part and all after it by the same time; days are those of the plan's zone. */
  public void shift(Interval by, int since) throws IOException {
    List<Part> parts = ledger.parts().all();
    int index = index(parts, since);
    ZoneId zone = ledger.parts().zone();
    List<Instant> times = new ArrayList<>(parts.size());
    parts.subList(0, index).forEach(part -> times.add(part.time()));
    int number = since;
    for (Part part : parts.subList(index, parts.size())) {
      Instant time = by.after(part.time(), zone);
      if (!times.isEmpty()) {
        checkOrder(times.getLast(), time, number);
      }
      times.add(time);
      number++;
    }
    checkEnd(times.getLast());
    for (int i = index; i < parts.size(); i++) {
      ledger.parts().setTime(parts.get(i).position(), times.get(i));
    }
    commit();
  }

  /** Makes one part of two neighbours, at the earlier's time; its title, unless it has none. */
  public void merge(int first, int second) throws IOException {
    List<Part> parts = ledger.parts().all();
    Part into = parts.get(index(parts, first));
    Part from = parts.get(index(parts, second));
    if (second != first + 1) {
      throw refused("Only neighbours can be merged, such as %d-%d.".formatted(first, first + 1));
    }
    ledger.parts().merge(into.position(), from.position());
    if (into.title().isEmpty()) {
      ledger.parts().setTitle(into.position(), from.title());
    }
    commit();
  }

  /**
   * Puts each part that is due, and of which all mails are held, into the part after it, once that
   * is due as well: what waits for a person keeps nothing else back. The title and the time of the
   * latter stay.
   *
   * @return the parts that are no longer there
   */
  public List<Part> passOverHeld(Instant now) throws IOException {
    List<Part> passed = new ArrayList<>();
    for (List<Part> next = ledger.parts().next(2);
        next.size() == 2 && next.getFirst().count() == 0 && !next.getLast().time().isAfter(now);
        next = ledger.parts().next(2)) {
      ledger.parts().merge(next.getLast().position(), next.getFirst().position());
      passed.add(next.getFirst());
    }
    if (!passed.isEmpty()) {
      commit();
    }
    return passed;
  }

  /**
   * Gives a part a title, which its release will bear.
   *
   * @param title "" for none
   */
  public void setTitle(int number, String title) throws IOException {
    List<Part> parts = ledger.parts().all();
    if (!title.isEmpty() && !SignedText.isTitle(title)) {
      throw refused("A title is one line of at most %d bytes.".formatted(SignedText.TITLE_BYTES));
    }
    ledger.parts().setTitle(parts.get(index(parts, number)).position(), title);
    commit();
  }

  /**
   * Tells readers of the plan, from now on and whenever it changes.
   *
   * @throws IntakeException where there is nothing to tell
   */
  public void announce(Announcement.Extent extent) throws IOException {
    if (ledger.parts().isEmpty() && !ledger.announcement().hasSealed()) {
      throw refused("There is no plan, and nothing is sealed: cut a plan first, then announce it.");
    }
    ledger.announcement().begin(extent);
    commit();
  }

  /**
   * Tells readers nothing of the plan any more.
   *
   * @return false where nothing was told
   */
  public boolean unannounce() throws IOException {
    boolean wasTold = announced() != null;
    ledger.announcement().end();
    commit();
    return wasTold;
  }

  /** What readers are told of the plan, or null where it is private. */
  public Announcement.@Nullable Extent announced() throws IOException {
    return ledger.announcement().extent();
  }

  /** Readers are told after the change is committed: what stops in between is made good later. */
  private void commit() throws IOException {
    ledger.commit();
    new PublicSchedule(directory).refresh();
  }

  /** True where readers are told of the plan. */
  public boolean isAnnounced() throws IOException {
    return ledger.announcement().extent() != null;
  }

  /**
   * Throws the plan away, and tells readers nothing of it any more; nothing else changes.
   *
   * @return false where there was none
   */
  public boolean drop() throws IOException {
    boolean isThere = !ledger.parts().isEmpty();
    ledger.parts().drop();
    ledger.announcement().end();
    commit();
    return isThere;
  }

  private int index(List<Part> parts, int number) throws IOException {
    int index = number - releaser.nextNumber();
    if (parts.isEmpty()) {
      throw refused("There is no plan.");
    }
    if (index < 0 || index >= parts.size()) {
      int first = releaser.nextNumber();
      throw refused(
          "The plan has no part %d; it has parts %d to %d."
              .formatted(number, first, first + parts.size() - 1));
    }
    return index;
  }

  private void checkOrder(Instant before, Instant after, int number) {
    if (!before.isBefore(after)) {
      throw refused(
          "Part %d would come out at %s, and part %d, before it, at %s: times must ascend. Nothing was changed; move the other first, or all later ones with --shift and --since."
              .formatted(number, text(after), number - 1, text(before)));
    }
  }

  /** Times are told with years of four digits. */
  private void checkEnd(Instant last) {
    if (!SignedText.isTime(last)) {
      throw refused("A part would come out at %s, which no calendar tells.".formatted(last));
    }
  }

  private IntakeException refused(String message) {
    return new IntakeException(Refusal.NOT_ALLOWED, directory.publication(), message);
  }

  private static String text(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toString();
  }
}
