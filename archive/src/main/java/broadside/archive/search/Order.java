package broadside.archive.search;

/** The order of hits. */
public enum Order {
  /** Best first. A query that has no words to rank by is answered newest first. */
  RELEVANCE,
  /** Newest first; undated mails last. */
  NEWEST,
  /** Oldest first; undated mails last. */
  OLDEST
}
