package broadside.site.answers;

import broadside.archive.ReleaseSummary;
import broadside.site.routes.Route;
import org.jspecify.annotations.Nullable;

/** The numbers of a release that one page of it lists, from the first to the last. */
record Numbers(long from, long to) {
  /** How many one page has. */
  static final int PAGE = 100;

  /** Those that a reader asks for, or null where the release has none of them. */
  static @Nullable Numbers of(ReleaseSummary release, Route.Release route) {
    long from = route.from() == 0 ? release.first() : route.from();
    return from < release.first() || from > release.last()
        ? null
        : new Numbers(from, Math.min(release.last(), from + PAGE - 1));
  }
}
