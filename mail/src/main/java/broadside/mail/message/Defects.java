package broadside.mail.message;

import broadside.mail.header.HeaderText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The defects met so far, each said once. One mail at a time; not for several threads. */
final class Defects {
  /** Defects kept of one mail: a mail that is wrong a thousand times is not told apart. */
  private static final int MOST = 100;

  private static final int LONGEST_DETAIL = 200;

  private final Set<Defect> seen = new LinkedHashSet<>();

  void add(Defect.Kind kind, String detail) {
    if (seen.size() < MOST || isNewLimit(kind)) {
      String line = HeaderText.oneLine(cut(detail, LONGEST_DETAIL * 2));
      seen.add(new Defect(kind, cut(line, LONGEST_DETAIL)));
    }
  }

  /** What was left out is said of every mail, however much else is wrong with it. */
  private boolean isNewLimit(Defect.Kind kind) {
    return kind.isLimit() && seen.stream().noneMatch(defect -> defect.kind() == kind);
  }

  List<Defect> list() {
    return new ArrayList<>(seen);
  }

  /** The text cut to a number of chars, no surrogate pair cut in two. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
