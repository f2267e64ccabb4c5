package broadside.archive.query;

/** Reads what a person typed. */
public final class QueryParser {
  private QueryParser() {}
}
