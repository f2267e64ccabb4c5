package broadside.archive.search;

/** Searches all releases as one. */
public final class Searcher {
  private Searcher() {}
}
