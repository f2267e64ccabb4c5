package broadside.site.pages;

import java.util.List;

/**
 * How to check the publication.
 *
 * @param publication its identity
 * @param policy the version in force
 * @param threshold how many editors it takes
 * @param editors their names and keys
 * @param origin of the log
 * @param logKey the log's key
 * @param entries how many the log has
 * @param predecessors the logs that it continues: their origins, and how many entries they have
 * @param witnesses their names and keys
 * @param checked when a quorum of them saw this state last, in words, or ""
 */
public record VerifyPage(
    String publication,
    int policy,
    int threshold,
    List<Fact> editors,
    String origin,
    String logKey,
    String entries,
    List<Fact> predecessors,
    List<Fact> witnesses,
    String checked) {
  public VerifyPage {
    editors = List.copyOf(editors);
    predecessors = List.copyOf(predecessors);
    witnesses = List.copyOf(witnesses);
  }
}
