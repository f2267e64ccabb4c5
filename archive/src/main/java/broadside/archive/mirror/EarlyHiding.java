package broadside.archive.mirror;

import broadside.archive.release.EarlyWithdrawals;
import broadside.archive.release.TakenBack;
import broadside.proof.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Hides mails that a verified state of the log takes back, before all that this state names is
 * fetched, which takes long or may never succeed.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 *
 * @param target the public directory
 */
record EarlyHiding(Path target) {

  /**
   * Hides what a state takes back beyond the one that is held; nothing that is hidden is shown
   * again.
   *
   * @param back what had been taken back from each release that is held
   * @param next the history of the verified state
   */
  void hide(History held, Map<Integer, TakenBack> back, History next) throws IOException {
    Map<Integer, Map<Long, TakenBack.Act>> hidden = new HashMap<>();
    for (Map.Entry<Integer, TakenBack> release : back.entrySet()) {
      Map<Long, TakenBack.Act> acts = new HashMap<>();
      TakenBack.of(next, release.getKey())
          .numbers()
          .forEach((number, act) -> {
            TakenBack.Act known = release.getValue().act(number);
            if (known == null || !Objects.equals(known.taken().mail(), act.taken().mail())) {
              acts.put(number, EarlyWithdrawals.act(number, act.taken().reason(), act.time()));
            }
          });
      if (!acts.isEmpty()) {
        hidden.put(release.getKey(), acts);
      }
    }
    EarlyWithdrawals now = new EarlyWithdrawals(next.size(), hidden);
    EarlyWithdrawals before = EarlyWithdrawals.read(target, held);
    if (!hidden.isEmpty() && next.size() >= before.entries() && !now.equals(before)) {
      now.write(target);
    }
  }

  /**
   * Deletes what was hidden and stands in the log that is held by now.
   *
   * @return how many mails are still hidden
   */
  int finish(History held) throws IOException {
    EarlyWithdrawals left = EarlyWithdrawals.read(target, held);
    if (left.releases().isEmpty()) {
      EarlyWithdrawals.delete(target);
    }
    return left.releases().values().stream().mapToInt(Map::size).sum();
  }
}
