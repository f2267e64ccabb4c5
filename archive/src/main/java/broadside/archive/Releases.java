package broadside.archive;

import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.ThreadAliases;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is visible of a publication at one moment.
 *
 * @param readers oldest first; their numbers and the numbers in them ascend
 */
record Releases(
    About about,
    List<ReleaseReader> readers,
    List<ReleaseSummary> summaries,
    List<RefusedRelease> refused,
    ThreadAliases threads) {

  /** Opens the release with a number. */
  @FunctionalInterface
  interface Opener {
    ReleaseReader open(int number) throws IOException;
  }

  static Releases none(About about) {
    return new Releases(about, List.of(), List.of(), List.of(), ThreadAliases.NONE);
  }

  /** These releases without those that are to be opened again. */
  Releases without(Predicate<ReleaseReader> old) {
    if (readers.stream().noneMatch(old)) {
      return this;
    }
    List<ReleaseReader> kept = readers.stream().filter(old.negate()).toList();
    return new Releases(
        about, kept, kept.stream().map(Releases::summary).toList(), refused, threads);
  }

  /** These releases and those of {@code numbers}, ascending, that are not among them. */
  Releases with(About nowAbout, List<Integer> numbers, Opener opener) throws IOException {
    List<ReleaseReader> all = new ArrayList<>(readers);
    List<ReleaseReader> added = new ArrayList<>();
    List<RefusedRelease> failed = new ArrayList<>();
    for (int number : numbers) {
      int at = position(all, number);
      if (at < all.size() && all.get(at).statement().number() == number) {
        continue;
      }
      try {
        ReleaseReader reader = opener.open(number);
        checkPlace(reader, at == 0 ? null : all.get(at - 1), at == all.size() ? null : all.get(at));
        reader.forEachAlias(alias -> {}); // so that a damaged one joins nothing
        added.add(reader);
        all.add(at, reader);
      } catch (ClosedByInterruptException e) {
        throw e; // the reader is being stopped, and the release is none the worse for it
      } catch (IOException e) {
        String reason = e.getMessage();
        failed.add(
            new RefusedRelease(
                number,
                reason == null ? "Release %d cannot be read: %s.".formatted(number, e) : reason));
      }
    }
    return new Releases(
        nowAbout,
        added.isEmpty() ? readers : List.copyOf(all),
        added.isEmpty() ? summaries : all.stream().map(Releases::summary).toList(),
        List.copyOf(failed),
        threadsWith(added));
  }

  @Nullable ReleaseReader release(int number) {
    int at = position(readers, number);
    return at < readers.size() && readers.get(at).statement().number() == number
        ? readers.get(at)
        : null;
  }

  /**
   * The release that holds a message's number, or null.
   *
   * @throws ReleaseException where a release is refused that may hold it
   */
  @Nullable ReleaseReader find(long number) throws ReleaseException {
    int low = 0;
    int high = readers.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      ReleaseStatement statement = readers.get(middle).statement();
      if (number < statement.first()) {
        high = middle - 1;
      } else if (number > statement.last()) {
        low = middle + 1;
      } else {
        return readers.get(middle);
      }
    }
    int after = high < 0 ? 0 : readers.get(high).statement().number();
    int before = low < readers.size() ? readers.get(low).statement().number() : Integer.MAX_VALUE;
    for (RefusedRelease r : refused) {
      if (number > 0 && r.number() > after && r.number() < before) {
        throw new ReleaseException(r.reason());
      }
    }
    return null;
  }

  private ThreadAliases threadsWith(List<ReleaseReader> added) throws IOException {
    if (added.isEmpty()) {
      return threads;
    }
    ThreadAliases.Builder builder = threads.toBuilder();
    for (ReleaseReader reader : added) {
      reader.forEachAlias(builder::add);
    }
    return builder.build();
  }

  /**
   * Refuses a release whose numbers run into those of the one before it or after it. What it
   * follows was checked with the log, which has the sealed ones too.
   */
  private static void checkPlace(
      ReleaseReader reader, @Nullable ReleaseReader before, @Nullable ReleaseReader after)
      throws ReleaseException {
    ReleaseStatement s = reader.statement();
    boolean fits = before == null || s.first() > before.statement().last();
    if (after != null) {
      fits &= s.last() < after.statement().first();
    }
    if (!fits) {
      throw new ReleaseException(
          "Release %d does not fit between the releases before and after it."
              .formatted(s.number()));
    }
  }

  /** Where a release with this number stands among {@code readers}, or would. */
  private static int position(List<ReleaseReader> readers, int number) {
    int at = readers.size();
    while (at > 0 && readers.get(at - 1).statement().number() >= number) {
      at--;
    }
    return at;
  }

  private static ReleaseSummary summary(ReleaseReader release) {
    ReleaseStatement s = release.statement();
    return new ReleaseSummary(
        s.number(),
        s.title(),
        s.first(),
        s.count(),
        s.published(),
        s.redacted(),
        s.withheld(),
        release.taken().gone(),
        release.taken().numbers().size() - release.taken().gone(),
        s.time(),
        release.mailBytes());
  }
}
