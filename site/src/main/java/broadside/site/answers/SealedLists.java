package broadside.site.answers;

import broadside.archive.sealed.SealedState.Stage;
import broadside.proof.statement.SealedStatement;
import broadside.site.pages.Coming;
import broadside.site.pages.ComingLine;
import broadside.site.pages.Link;
import broadside.site.pages.ReleaseLine;
import broadside.site.routes.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sealed releases as lists and the edges of pages tell of them.
 *
 * @param scheduled all of them
 */
record SealedLists(Scheduled scheduled) {

  /** Those to come, the next first. */
  List<ComingLine> lines() {
    return scheduled.toCome().stream()
        .map(c ->
            new ComingLine(
                link(c),
                Words.isoHour(c.state().due()),
                range(c.seal()),
                Shown.text(c.state().words(Words::isoHour))))
        .toList();
  }

  /** Those that never will be opened. */
  List<ReleaseLine> voids() {
    List<ReleaseLine> lines = new ArrayList<>();
    for (Custody c : scheduled.voids()) {
      lines.add(
          new ReleaseLine(
              c.number(),
              "Release " + c.number() + ", taken back before its hour",
              Words.isoDay(c.seal().time()),
              "",
              range(c.seal()),
              ""));
    }
    return lines;
  }

  /** What is due, and what comes next; of what is overdue every page speaks. */
  List<Coming> coming() {
    List<Coming> coming = new ArrayList<>();
    List<Custody> all =
        scheduled.toCome().stream().filter(c -> c.state().stage() != Stage.OVERDUE).toList();
    for (int i = 0; i < all.size(); i++) {
      Custody c = all.get(i);
      String prospect = " " + new SealedWords(c).prospect();
      if (c.state().isDue()) {
        coming.add(new Coming(link(c), prospect + "."));
      } else {
        int more = all.size() - i - 1;
        String rest =
            more == 0 ? "" : more == 1 ? "; one more is sealed" : "; " + more + " more are sealed";
        coming.add(new Coming(link(c), prospect + rest + "."));
        break;
      }
    }
    return coming;
  }

  /** What every reader is told of the release that is longest overdue, or null. */
  @Nullable Coming overdue() {
    List<Custody> late =
        scheduled.toCome().stream().filter(c -> c.state().stage() == Stage.OVERDUE).toList();
    if (late.isEmpty()) {
      return null;
    }
    String more =
        switch (late.size()) {
          case 1 -> "";
          case 2 -> " One more is overdue.";
          default -> " " + (late.size() - 1) + " more are overdue.";
        };
    Custody first = late.getFirst();
    return new Coming(link(first), " " + new SealedWords(first).prospect() + "." + more);
  }

  static Link link(Custody custody) {
    return new Link(path(custody), "Release " + custody.number());
  }

  private static String path(Custody custody) {
    return new Route.Release(custody.number(), 0).path();
  }

  private static String range(SealedStatement seal) {
    return Words.column(seal.first(), seal.last());
  }
}
