package broadside.archive.mirror;

import broadside.archive.mirror.MirrorReport.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The upstreams of one run in the order in which they are asked, and what they did. Who was at
 * fault is not asked again in that run, unless somebody says so.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class Sources {
  private final List<Upstream> upstreams;
  private final Set<Upstream> left = ConcurrentHashMap.newKeySet();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private volatile Set<Upstream> aside = Set.of();

  Sources(List<Upstream> upstreams) {
    this.upstreams = List.copyOf(upstreams);
  }

  /** Those who are still asked. */
  List<Upstream> all() {
    return upstreams.stream().filter(u -> !left.contains(u) && !aside.contains(u)).toList();
  }

  /**
   * Those who answer, whatever else they did: a note of a custodian proves itself, and one who
   * shows an old state may have it all the same.
   */
  List<Upstream> answering() {
    Set<Upstream> silent =
        faults.stream()
            .filter(fault -> fault.kind() == Fault.Kind.UNREACHABLE)
            .map(Fault::upstream)
            .collect(Collectors.toSet());
    return upstreams.stream().filter(u -> !silent.contains(u)).toList();
  }

  /** Asks those again who only lacked something: they may have what is asked for next. */
  void askAgain() {
    left.removeIf(upstream ->
        faults.stream()
            .filter(fault -> fault.upstream().equals(upstream))
            .allMatch(fault -> fault.kind() == Fault.Kind.INCOMPLETE));
  }

  /** True where this one was not at fault. */
  boolean isGood(Upstream upstream) {
    return !left.contains(upstream);
  }

  /** Those who are not asked until the next call, without being at fault. */
  void setAside(Collection<Upstream> upstreamsAside) {
    aside = Set.copyOf(upstreamsAside);
  }

  /** Those who are still asked, this one first. */
  List<Upstream> beginningWith(Upstream first) {
    List<Upstream> order = new ArrayList<>(all());
    if (order.remove(first)) {
      order.addFirst(first);
    }
    return order;
  }

  /**
   * Remembers a fault. The same one is told once, and so is that something was forged: who did that
   * is left, and what is on its way from there as well says nothing new.
   */
  synchronized void blame(Fault fault) {
    left.add(fault.upstream());
    if (faults.stream().noneMatch(known -> known.equals(fault) || isForgedToo(known, fault))) {
      faults.add(fault);
    }
  }

  private static boolean isForgedToo(Fault known, Fault fault) {
    return known.upstream().equals(fault.upstream())
        && known.kind() == Fault.Kind.FORGED
        && fault.kind() == Fault.Kind.FORGED;
  }

  void blame(Upstream upstream, FetchException fault) {
    blame(fault.by(upstream));
  }

  /** Remembers that an upstream shows an older state, which is not asked for what is newer. */
  private void behind(Upstream upstream, long size, long newest) {
    blame(
        new Fault(
            upstream,
            Fault.Kind.BEHIND,
            "%s is behind: it shows %d entries of the log where there are %d."
                .formatted(upstream, size, newest)));
  }

  /** Tells who of these shows an earlier state than the newest one. */
  void tellBehind(List<Claim> claims, Claim newest) {
    for (Claim claim : claims) {
      if (claim.before().size() < newest.before().size() && isGood(claim.upstream())) {
        blame(
            Succession.behind(
                claim.upstream(), claim.checkpoint().origin(), newest.checkpoint().origin()));
      }
    }
    tellBehind(
        claims.stream().filter(c -> c.before().size() == newest.before().size()).toList(),
        newest.checkpoint().size());
  }

  /** Tells who of these, which are all of one log, shows less of it than this. */
  void tellBehind(List<Claim> claims, long size) {
    for (Claim claim : claims) {
      if (claim.checkpoint().size() < size && isGood(claim.upstream())) {
        behind(claim.upstream(), claim.checkpoint().size(), size);
      }
    }
  }

  /** What to call a run in which nobody showed what is held, or more. */
  Outcome worst() {
    return faults.stream()
        .map(Fault::kind)
        .min(Fault.Kind::compareTo)
        .map(kind ->
            switch (kind) {
              case CONTRADICTION, FORGED -> Outcome.FORGED;
              case INCOMPLETE -> Outcome.INCOMPLETE;
              case BEHIND -> Outcome.STALE;
              case UNREACHABLE -> Outcome.UNREACHABLE;
            })
        .orElse(Outcome.INCOMPLETE);
  }

  /** What was wrong so far. */
  List<Fault> faults() {
    return List.copyOf(faults);
  }
}
