package broadside.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a round of the publisher's service has done: said as it happens, and one object for a
 * program afterwards.
 *
 * <p><b>Threads:</b> one.
 */
final class RoundReport {
  private final Console console;
  private final List<String> published = new ArrayList<>();
  private final List<Integer> opened = new ArrayList<>();
  private final List<String> receipts = new ArrayList<>();
  private final List<Integer> told = new ArrayList<>();
  private final List<Map<String, ? extends @Nullable Object>> releases = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  RoundReport(Console console) {
    this.console = console;
  }

  /** What earlier commands had signed is published now. */
  void published(Pending pending) {
    pending.statements().forEach(statement -> published.add(statement.sha256()));
  }

  /** A sealed release was opened. */
  void opened(int number) {
    opened.add(number);
    console.say("Release %d is open.".formatted(number));
  }

  /**
   * A receipt was told to the log.
   *
   * @param receipt whose, and for which release
   */
  void receipt(String receipt) {
    receipts.add(receipt);
    console.say("The receipt of " + receipt + " is in the log.");
  }

  /** The log was told of an opening. */
  void told(int number) {
    told.add(number);
    console.say("The log tells that release %d is open.".formatted(number));
  }

  /** A release was made, which was said; {@code release} is what a program reads of it. */
  void released(Map<String, ? extends @Nullable Object> release) {
    releases.add(release);
  }

  /** Something cannot be done, or a person is to do it: a service says so once. */
  void note(String sentence) {
    notes.add(sentence);
    console.errorOnce(sentence);
  }

  /** Something failed, which is said elsewhere. */
  void failed(Exception failure) {
    failures.add(Failures.sentence(failure));
  }

  /** All of it. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("published", published);
    json.put("opened", opened);
    json.put("receipts", receipts);
    json.put("told", told);
    json.put("releases", releases);
    json.put("notes", notes);
    json.put("failures", failures);
    return json;
  }
}
