package broadside.archive.search;

import broadside.archive.query.Notice;
import java.util.ArrayList;
import java.util.List;

/** What only the index could tell of a query. One query at a time; not for several threads. */
final class IndexNotices {
  private final List<Notice> all = new ArrayList<>();

  List<Notice> all() {
    return all;
  }

  /** Says why the query is not searched; once. */
  void refuse(String sentence) {
    Notice refusal = new Notice(Notice.Kind.REFUSED, 0, 0, sentence);
    if (!all.contains(refusal)) {
      all.add(refusal);
    }
  }

  /** Says what the index cannot answer. */
  void unavailable(String sentence) {
    all.add(new Notice(Notice.Kind.UNAVAILABLE, 0, 0, sentence));
  }
}
