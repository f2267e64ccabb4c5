package broadside.archive.sealed;

import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a sealed release stands at some time, as site and command line say it.
 *
 * @param due the hour that it names, or the end of a hold
 * @param shares good ones that are known, once it is due, at most as many as it takes
 * @param threshold how many it takes
 * @param missing the names of those whose share is not known, while it is due and they are too few
 */
public record SealedState(
    Stage stage, Instant due, int shares, int threshold, List<String> missing) {
  /** So long after its hour a release that is closed is overdue. */
  public static final Duration PATIENCE = Duration.ofHours(1);

  /** What a release that was sealed can be. */
  public enum Stage {
    /** Its hour is to come. */
    SEALED,
    /** So it is, and one more custodian than it takes has given a receipt. */
    ARMED,
    /** Editors have put the hour off, and that is not over. */
    HELD,
    /** The hour has come. */
    DUE,
    /** The hour has come long ago. */
    OVERDUE,
    OPENED,
    /** Editors took it back before its hour. */
    VOID
  }

  public SealedState {
    missing = List.copyOf(missing);
  }

  /**
   * The state of a release.
   *
   * @param shares that are known, or null where nobody has looked
   * @param now by this machine's clock
   */
  public static SealedState of(SealedRelease release, @Nullable ShareBox shares, Instant now) {
    SealedStatement seal = release.sealed().statement();
    Instant due = release.due();
    Stage stage = stage(release, due, now);
    int threshold = seal.threshold();
    if (stage != Stage.DUE && stage != Stage.OVERDUE) {
      return new SealedState(stage, due, 0, threshold, List.of());
    }
    ShareBox known = shares == null ? new ShareBox(seal) : shares;
    int good = Math.min(known.good().size(), threshold);
    return new SealedState(
        stage, due, good, threshold, good == threshold ? List.of() : known.missing());
  }

  private static Stage stage(SealedRelease release, Instant due, Instant now) {
    if (release.isOpen()) {
      return Stage.OPENED;
    }
    if (release.isVoid()) {
      return Stage.VOID;
    }
    if (!now.isBefore(due)) {
      return now.isBefore(due.plus(PATIENCE)) ? Stage.DUE : Stage.OVERDUE;
    }
    if (release.heldUntil() != null) {
      return Stage.HELD;
    }
    return release.isArmed() ? Stage.ARMED : Stage.SEALED;
  }

  /** True where it is closed and to be opened, be its hour to come or not. */
  public boolean isToCome() {
    return stage != Stage.OPENED && stage != Stage.VOID;
  }

  /** True where its hour has come and it is closed. */
  public boolean isDue() {
    return stage == Stage.DUE || stage == Stage.OVERDUE;
  }

  /** True where it is due and there are as many shares as it takes. */
  public boolean isEnough() {
    return isDue() && shares == threshold;
  }

  /**
   * The state in a few words, "due: 2 of 4 shares, missing c1, c3".
   *
   * @param time how a time is written
   */
  public String words(Function<Instant, String> time) {
    return switch (stage) {
      case SEALED -> "sealed";
      case ARMED -> "armed";
      case HELD -> "held until " + time.apply(due);
      case DUE -> "due: " + counted();
      case OVERDUE -> "overdue: " + counted();
      case OPENED -> "opened";
      case VOID -> "void";
    };
  }

  private String counted() {
    return "%d of %d shares".formatted(shares, threshold)
        + (missing.isEmpty() ? "" : ", missing " + String.join(", ", missing));
  }
}
