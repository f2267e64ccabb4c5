package broadside.site.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * How many of something each network has at this moment; none has more than a number of them.
 *
 * <p><b>Threads:</b> shared by all; nobody waits.
 */
public final class PerAddress {
  private final int most;
  private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

  /** None has more than so many. */
  public PerAddress(int most) {
    this.most = most;
  }

  /**
   * One more of these permits for the network until {@link #give}; false where it has as many as it
   * may. Always true where nobody is named.
   */
  boolean take(@Nullable String network, Permits permits) {
    if (network != null && !take(network, Math.min(most, permits.share()))) {
      return false;
    }
    permits.take();
    return true;
  }

  private boolean take(String network, int share) {
    boolean[] isTaken = new boolean[1];
    counts.compute(
        network,
        (key, count) -> {
          int before = count == null ? 0 : count;
          isTaken[0] = before < share;
          return isTaken[0] ? before + 1 : before;
        });
    return isTaken[0];
  }

  /** One of these permits less for the network. */
  void give(@Nullable String network, Permits permits) {
    permits.give();
    if (network != null) {
      give(network);
    }
  }

  private void give(String network) {
    counts.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
  }

  /**
   * One more for the network until the request is answered to its end, whatever becomes of it.
   * Always true where nobody is named.
   */
  public boolean takeFor(Request request, @Nullable String network) {
    return network == null
        || (take(network, most) && Completion.givesBack(request, () -> give(network)));
  }

  /** The same of permits that all share. */
  boolean takeFor(Request request, @Nullable String network, Permits permits) {
    return take(network, permits) && Completion.givesBack(request, () -> give(network, permits));
  }
}
