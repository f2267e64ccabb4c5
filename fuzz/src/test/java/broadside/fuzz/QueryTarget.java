package broadside.fuzz;

import broadside.archive.query.SoundQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The query language. */
final class QueryTarget implements Target {
  @Override
  public String name() {
    return "query";
  }

  /** More than the characters of the longest query that is read. */
  @Override
  public int longest() {
    return 2_100;
  }

  @Override
  public int shortRun() {
    return 2_000;
  }

  @Override
  public List<byte[]> seeds() {
    return Seeds.of(
        "harbour -(budget OR forecast)",
        "from:ida (\"annual report\" NEAR/3 tide) larger:1M",
        "{subject:tide body:ebb} has:attachment -is:withheld",
        "date:2015-01..2015-03 after:2014 before:2016-02-29",
        "to:(ida@example.org OR mara@example.org) AROUND 5 port*",
        "dkim:pass dkim:example.org lang:fr thread:12 id:1..9 release:2",
        "filename:(report ADJ/2 final) z:1000..2000 NOT \u201cx y\u201d",
        "\u6e2f\u53e3\u5173\u95ed \u4ece* rfc822msgid:<a@b> list:tide.example.org domain:example.org");
  }

  @Override
  public List<String> words() {
    return SoundQuery.PIECES;
  }

  @Override
  public void check(byte[] input) {
    SoundQuery.check(new String(input, StandardCharsets.UTF_8));
    SoundQuery.check(new String(input, StandardCharsets.UTF_16BE)); // with halves of pairs
  }
}
