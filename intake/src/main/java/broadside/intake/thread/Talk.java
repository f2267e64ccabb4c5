package broadside.intake.thread;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The mails of one subject in the order of time, and which of them a reply joins.
 *
 * <p>A pair is joined where it shares a correspondent, at least one of it is a reply, and it lies
 * within {@link #WINDOW_SECONDS}. Not every such pair is looked at, only so many that the chains
 * between them join the same mails: for each correspondent, a mail and the newest reply before it,
 * and a reply and the mails since the reply before it. So the work grows with the mails, not with
 * their pairs, however many bear the same subject.
 *
 * <p><b>Memory:</b> the correspondents of one window.
 */
final class Talk {
  /** People answer within a month, or begin anew. */
  static final long WINDOW_SECONDS = 30L * 24 * 60 * 60;

  /** Correspondents that may lie idle before they are swept out. */
  private static final int LEAST_SWEPT = 1_024;

  /** Is told what belongs together. */
  @FunctionalInterface
  interface Joiner {
    void join(long key, long other) throws SQLException;
  }

  private record Seen(long date, long key) {}

  /** What one correspondent had to do with the subject. */
  private static final class Exchange {
    private final Deque<Seen> unanswered = new ArrayDeque<>();
    private long replied = Long.MIN_VALUE;
    private long reply;
    private long last;
  }

  private final Joiner joiner;
  private final Map<Long, Exchange> exchanges = new HashMap<>();
  private int sweepAt = LEAST_SWEPT;

  Talk(Joiner joiner) {
    this.joiner = joiner;
  }

  /** Adds the next mail: dates in seconds do not fall. */
  void add(long date, boolean isReply, long key, long[] correspondents) throws SQLException {
    Set<Long> joined = new HashSet<>();
    joined.add(key);
    for (long correspondent : correspondents) {
      Exchange exchange = exchanges.computeIfAbsent(correspondent, c -> new Exchange());
      exchange.last = date;
      if (exchange.replied >= date - WINDOW_SECONDS && joined.add(exchange.reply)) {
        joiner.join(exchange.reply, key);
      }
      while (!exchange.unanswered.isEmpty()
          && exchange.unanswered.getFirst().date() < date - WINDOW_SECONDS) {
        exchange.unanswered.removeFirst();
      }
      if (isReply) {
        for (Seen mail : exchange.unanswered) {
          if (joined.add(mail.key())) {
            joiner.join(mail.key(), key);
          }
        }
        exchange.unanswered.clear();
        exchange.replied = date;
        exchange.reply = key;
      } else {
        exchange.unanswered.addLast(new Seen(date, key));
      }
    }
    sweep(date);
  }

  private void sweep(long date) {
    if (exchanges.size() > sweepAt) {
      exchanges.values().removeIf(exchange -> exchange.last < date - WINDOW_SECONDS);
      sweepAt = Math.max(LEAST_SWEPT, 2 * exchanges.size());
    }
  }
}
