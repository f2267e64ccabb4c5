package broadside.archive.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What must be true of every query, whatever was typed. */
public final class SoundQuery {
  /** What random queries are made of: pieces of the language, and of what it speaks of. */
  public static final List<String> PIECES =
      List.of(
          "from:",
          "to:",
          "cc:",
          "bcc:",
          "tc:",
          "person:",
          "subject:",
          "body:",
          "quoted:",
          "unquoted:",
          "filename:",
          "filetype:",
          "has:",
          "has:attachment",
          "larger:",
          "smaller:",
          "z:",
          "after:",
          "before:",
          "date:",
          "list:",
          "m:",
          "id:",
          "release:",
          "thread:",
          "domain:",
          "lang:",
          "dkim:",
          "is:",
          "is:redacted",
          "nothing:",
          " OR ",
          " AND ",
          " NOT ",
          " or ",
          " not ",
          " NEAR/",
          " NEAR/5 ",
          " ADJ ",
          " AROUND ",
          " AROUND 3 ",
          "..",
          "\"",
          "\u201c",
          "(",
          ")",
          "{",
          "}",
          "-",
          "!",
          "*",
          "|",
          "&",
          "<",
          ">",
          "@",
          ":",
          "//",
          ".",
          " ",
          "2015-04-12",
          "99999",
          "1M",
          "harbour",
          "港",
          "é",
          "\0",
          "\ud83d\ude00",
          "\ud800",
          "a",
          "x@y.example");

  private static final QueryParser PARSER = new QueryParser(QueryLimits.DEFAULT);

  /** Printing may write more than was typed: brackets that were not needed, whole operators. */
  private static final QueryParser PATIENT =
      new QueryParser(new QueryLimits(1 << 16, 1 << 10, 1 << 8, 2, 2_000));

  private SoundQuery() {}

  /** Reads the text, prints what it means, and reads that again. */
  public static void check(String text) {
    ParsedQuery parsed = PARSER.parse(text);
    for (Notice notice : parsed.notices()) {
      assertThat(notice.position()).isBetween(0, text.length());
      assertThat(notice.position() + notice.length()).isBetween(0, text.length());
    }
    if (parsed.refusal().isEmpty()) {
      String printed = parsed.query().print();
      assertThat(PATIENT.parse(printed).query()).isEqualTo(parsed.query());
    }
    assertThat(parsed.query().inWords()).isNotNull();
  }
}
