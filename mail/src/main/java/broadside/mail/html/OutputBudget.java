package broadside.mail.html;

import java.util.List;

/**
 * Counts what is written of one mail, so that the stages before can stop.
 *
 * <p><b>Threads:</b> for one thread.
 */
final class OutputBudget {
  /** What a tag or a text costs besides its characters: all work done for it. */
  private static final int EVENT = 8;

  private long left;

  OutputBudget(HtmlLimits limits) {
    left = limits.written();
  }

  void spendTag(List<String> attributes) {
    left -= EVENT;
    for (String nameOrValue : attributes) {
      left -= nameOrValue.length();
    }
  }

  void spendText(String text) {
    left -= EVENT + text.length();
  }

  boolean isSpent() {
    return left < 0;
  }
}
