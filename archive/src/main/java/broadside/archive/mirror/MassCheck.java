package broadside.archive.mirror;

import broadside.archive.mirror.TakingTimes.Moment;
import broadside.archive.release.TakenBack;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a mirror's operator must agree before it follows withdrawals: a coerced quorum of editors
 * is no kill switch.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
final class MassCheck {
  /** Withdrawals of so long are counted together. */
  static final Duration SPAN = Duration.ofDays(7);

  /** More mails than this, or more than one in a hundred of a release, need the operator's yes. */
  private static final int MANY = 20;

  /** Hex digits of the hash that names what is agreed to: it is typed by a person. */
  private static final int DIGITS = 16;

  private final MirrorOptions options;
  private final TakingTimes times;

  MassCheck(MirrorOptions options) {
    this.options = options;
    this.times = new TakingTimes(options.directory());
  }

  /**
   * Why a state may not be taken before the operator agrees, or null where nothing is against it:
   * more than {@link #MANY} mails, or more than one in a hundred of a release, are taken back
   * within {@link #SPAN}. What was taken back before from a release counts too, where the last of
   * it came within that. A mail in whose place another comes counts as one that goes.
   *
   * @param held what had been taken back from each release that is held
   * @param witnesses when a quorum of witnesses saw the new state, or null
   */
  @Nullable String objection(
      Map<Integer, TakenBack> held, History next, @Nullable Instant witnesses) throws IOException {
    Set<Integer> recent = recent(witnesses);
    Map<Integer, TakenBack> touched = new TreeMap<>();
    long all = 0;
    long before = 0;
    boolean isShare = false;
    for (Logged<ReleaseStatement> release : next.releases()) {
      int number = release.statement().number();
      TakenBack known = held.get(number);
      if (known == null) {
        continue;
      }
      TakenBack back = TakenBack.of(next, number);
      long more = back.since(known);
      long earlier = recent.contains(number) ? known.numbers().size() : 0;
      all += more;
      before += earlier;
      if (more > 0) {
        touched.put(number, back);
        isShare |= (more + earlier) * 100 > release.statement().count();
      }
    }
    if (all == 0 || (!isShare && all + before <= MANY)) {
      return null;
    }
    String acts = name(touched);
    String agreed = options.withdrawals();
    if (acts.equals(agreed) || MirrorOptions.EVERY_WITHDRAWAL.equals(agreed)) {
      return null;
    }
    return "The editors take back %d mail%s of release%s %s%s. Nothing new is taken until you agree (--accept-withdrawals %s) or the publisher explains.%s"
        .formatted(
            all,
            all == 1 ? "" : "s",
            touched.size() == 1 ? "" : "s",
            String.join(", ", touched.keySet().stream().map(String::valueOf).toList()),
            before == 0 ? "" : ", after %d that went before".formatted(before),
            acts,
            agreed == null ? "" : " What you agreed to, %s, was something else.".formatted(agreed));
  }

  /** Names what has become of these releases: another value for every other act. */
  private static String name(Map<Integer, TakenBack> touched) {
    StringBuilder text = new StringBuilder();
    touched.forEach((release, back) -> {
      text.append("release %d %d %s\n".formatted(release, back.sequence(), back.filesSha256()));
      new TreeMap<>(back.numbers())
          .forEach((number, act) -> text.append("%d %s\n".formatted(number, act.taken().mail())));
    });
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return SignedText.sha256Hex(bytes).substring(0, DIGITS);
  }

  /** Remembers that what a state takes back is taken now. */
  void taken(Map<Integer, TakenBack> held, History next, @Nullable Instant witnesses)
      throws IOException {
    List<Integer> touched = new ArrayList<>();
    for (Map.Entry<Integer, TakenBack> release : held.entrySet()) {
      if (TakenBack.of(next, release.getKey()).since(release.getValue()) > 0) {
        touched.add(release.getKey());
      }
    }
    if (!touched.isEmpty()) {
      times.add(touched, now(witnesses), SPAN);
    }
  }

  /** The releases that lost mails within the span. */
  private Set<Integer> recent(@Nullable Instant witnesses) throws IOException {
    Moment now = now(witnesses);
    Set<Integer> recent = new HashSet<>();
    times
        .read()
        .forEach((release, time) -> {
          if (!time.isPast(SPAN, now)) {
            recent.add(release);
          }
        });
    return recent;
  }

  private Moment now(@Nullable Instant witnesses) {
    return new Moment(options.clock().instant(), witnesses);
  }
}
