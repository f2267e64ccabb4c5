package broadside.archive.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
  private static final QueryParser PARSER = new QueryParser(QueryLimits.DEFAULT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          budget                            ~ budget
          budget forecast                   ~ budget forecast
          budget AND forecast               ~ budget forecast
          budget & forecast                 ~ budget forecast
          budget OR forecast                ~ budget OR forecast
          budget | forecast                 ~ budget OR forecast
          budget OR forecast harbour        ~ (budget OR forecast) harbour
          {budget forecast}                 ~ budget OR forecast
          or budget or                      ~ or budget or
          subject:or budget                 ~ subject:or budget
          budget "or" forecast              ~ budget "or" forecast
          budget OR or OR forecast          ~ budget OR or OR forecast
          -budget                           ~ -budget
          !budget                           ~ -budget
          NOT budget                        ~ -budget
          NOT -budget                       ~ budget
          harbour -(budget OR forecast)     ~ harbour -(budget OR forecast)
          ((budget))                        ~ budget
          "annual   report"                 ~ "annual report"
          “annual report”                   ~ "annual report"
          +budget                           ~ "budget"
          bud*                              ~ bud*
          *                                 ~ *
          从*                               ~ 从*
          a AROUND 5 b                      ~ a NEAR/5 b
          a AROUND(5) b                     ~ a NEAR/5 b
          a AROUND b                        ~ a NEAR/10 b
          a NEAR/3 b NEAR/3 c               ~ a NEAR/3 b NEAR/3 c
          a ADJ/2 "b c"                     ~ a ADJ/2 "b c"
          a NEAR b c                        ~ (a NEAR/10 b) c
          subject:(budget OR "big plan")    ~ subject:budget OR subject:"big plan"
          subject:(a from:b)                ~ subject:a from:b
          from:ann                          ~ from:ann
          f:ann                             ~ from:ann
          From:ann                          ~ from:ann
          t:ann                             ~ to:ann
          c:ann                             ~ cc:ann
          bcc:ann                           ~ bcc:ann
          tc:ann                            ~ tc:ann
          a:ann                             ~ person:ann
          s:plan                            ~ subject:plan
          b:plan                            ~ body:plan
          q:plan                            ~ quoted:plan
          nq:plan                           ~ unquoted:plan
          n:plan.pdf                        ~ filename:plan.pdf
          subject:"the plan"                ~ subject:"the plan"
          subject:pl*                       ~ subject:pl*
          has:attachment                    ~ has:attachment
          has:attachments                   ~ has:attachment
          filetype:.PDF                     ~ filetype:pdf
          filetype:(pdf OR doc)             ~ filetype:pdf OR filetype:doc
          larger:1M                         ~ larger:1000000
          larger:1.5k                       ~ larger:1500
          size:10                           ~ larger:10
          smaller:2GB                       ~ smaller:2000000000
          z:1000..2000                      ~ larger:999 smaller:2001
          after:2015-04-12                  ~ after:2015-04-12
          after:2015/04/12                  ~ after:2015-04-12
          newer:2015/4/2                    ~ after:2015-04-02
          after:2015-04                     ~ after:2015-04-01
          before:2015                       ~ before:2015-01-01
          date:2015-01..2015-03             ~ date:2015-01-01..2015-03-31
          date:2015-02                      ~ date:2015-02-01..2015-02-28
          d:20150101..20150301              ~ date:2015-01-01..2015-03-01
          d:20150101..                      ~ after:2015-01-01
          date:..2015-03                    ~ before:2015-04-01
          list:<Harbour.Example.Org>        ~ list:harbour.example.org
          l:harbour.example.org             ~ list:harbour.example.org
          rfc822msgid:<A1@mail.example>     ~ rfc822msgid:A1@mail.example
          m:A1@mail.example                 ~ rfc822msgid:A1@mail.example
          m:a*1@mail.example*               ~ rfc822msgid:a*1@mail.example*
          list:<<harbour.example.org>>      ~ list:harbour.example.org
          m:A1@mail.example>>               ~ rfc822msgid:A1@mail.example
          domain:@.harbour.example          ~ domain:harbour.example
          filetype:..pdf                    ~ filetype:pdf
          id:1234                           ~ id:1234
          id:10..20                         ~ id:10..20
          release:7                         ~ release:7
          thread:00ff00ff00ff00ff           ~ thread:00ff00ff00ff00ff
          thread:1234                       ~ thread:1234
          person:ann                        ~ person:ann
          domain:@Example.org               ~ domain:example.org
          lang:fr                           ~ lang:fr
          lang:FR                           ~ lang:fr
          lang:fra                          ~ lang:fr
          lang:French                       ~ lang:fr
          lang:"French"                     ~ lang:fr
          lang:pt-BR                        ~ lang:pt
          lang:zh_Hant                      ~ lang:zh
          lang:iw                           ~ lang:he
          lang:zu                           ~ lang:zu
          lang:und                          ~ lang:und
          lang:(de OR nl)                   ~ lang:de OR lang:nl
          is:redacted                       ~ is:redacted
          is:withheld                       ~ is:withheld
          10:30                             ~ 10:30
          http://www.example.org/a          ~ http://www.example.org/a
          c:\\plans                         ~ "c:\\plans"
          R&D                               ~ R&D
          well-known                        ~ well-known
          """)
  void readsAndPrints(String typed, String canonical) {
    ParsedQuery parsed = PARSER.parse(typed);
    assertThat(parsed.query().print()).isEqualTo(canonical);
    assertThat(parsed.notices()).isEmpty();
    assertThat(PARSER.parse(canonical).query()).isEqualTo(parsed.query());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          label:work                        ~ "label:work"                ~ label: is no operator
          "annual report                    ~ "annual report"             ~ quotation mark is missing
          budget (forecast OR plan          ~ budget (forecast OR plan)   ~ closing bracket is missing
          budget) forecast                  ~ budget forecast             ~ no opening one
          budget OR                         ~ budget                      ~ needs something after
          OR budget                         ~ budget                      ~ before and after
          budget AROUND                     ~ budget                      ~ needs something after
          budget NOT                        ~ budget                      ~ needs something after
          budget - forecast                 ~ budget forecast             ~ no word in this
          "" budget                         ~ budget                      ~ no word between
          budget from:()                    ~ budget                      ~ no word in them
          budget from:(                     ~ budget                      ~ no word in them
          from:                             ~ "from"                      ~ after the colon
          after:yesterday                   ~ "after:yesterday"           ~ try after:2015-04-12
          after:2015-02-30                  ~ "after:2015-02-30"          ~ try after
          date:2016..2015                   ~ "date:2016..2015"           ~ try date
          larger:huge                       ~ "larger:huge"               ~ try larger:1M
          id:none                           ~ "id:none"                   ~ try id:1234
          is:unread                         ~ "is:unread"                 ~ try is:redacted
          has:wings                         ~ "has:wings"                 ~ try has:attachment
          lang:quenya                       ~ "lang:quenya"               ~ try lang:fr or lang:French
          lang:-                            ~ "lang:-"                    ~ try lang:fr
          fo*d                              ~ "fo*d"                      ~ only at the end
          a AROUND 500 b                    ~ a NEAR/10 b                 ~ from 1 to 100
          from:a AROUND 5 subject:b         ~ from:a subject:b            ~ one field
          harbour -"&" crane                ~ harbour crane               ~ - needs something after
          harbour -() crane                 ~ harbour crane               ~ - needs something after
          harbour -{(“”)} crane             ~ harbour crane               ~ - needs something after
          harbour NOT … crane               ~ harbour crane               ~ NOT needs something after
          harbour OR "" crane               ~ harbour crane               ~ OR needs something after
          harbour NEAR/3 () crane           ~ harbour crane               ~ NEAR/3 needs something after
          harbour -(                        ~ harbour                     ~ - needs something after
          budget or forecast                ~ budget or forecast          ~ “or” was searched as a word: to find either, write OR in capitals.
          (budget) Or -"big plan"           ~ budget Or -"big plan"       ~ “Or” was searched as a word: to find either, write OR in capitals.
          subject:(budget or forecast)      ~ subject:budget subject:or subject:forecast ~ write OR in capitals
          budget not forecast               ~ budget not forecast         ~ “not” was searched as a word: to leave out what follows, write NOT in capitals.
          budget and forecast               ~ budget and forecast         ~ “and” was searched as a word: leave it out, or write AND in capitals.
          list:northquay*                   ~ list:northquay              ~ list: finds whole names only; the star was passed over.
          l:<*.harbour.example>             ~ list:harbour.example        ~ the star was passed over
          domain:*.harbour.example          ~ domain:harbour.example      ~ the star was passed over
          domain:harb*                      ~ domain:harb                 ~ the star was passed over
          filetype:*.doc*                   ~ filetype:doc                ~ the star was passed over
          filetype:image/*                  ~ filetype:image              ~ the star was passed over
          thread:12*                        ~ thread:12                   ~ the star was passed over
          dkim:*.example.org                ~ dkim:example.org            ~ the star was passed over
          dkim:a*b.example                  ~ "dkim:a*b.example"          ~ try dkim:pass
          domain:a*b.example                ~ "domain:a*b.example"        ~ try domain:
          list:*                            ~ "list:*"                    ~ try list:
          """)
  void explainsWhatItDidNotUnderstand(String typed, String canonical, String sentence) {
    ParsedQuery parsed = PARSER.parse(typed);
    assertThat(parsed.query().print()).isEqualTo(canonical);
    assertThat(parsed.notices())
        .anySatisfy(notice -> {
          assertThat(notice.kind()).isEqualTo(Notice.Kind.READ_AS);
          assertThat(notice.text()).contains(sentence);
          assertThat(notice.position() + notice.length()).isLessThanOrEqualTo(typed.length());
        });
  }

  @ParameterizedTest
  @CsvSource({
    "dkim:pass,pass",
    "dkim:FAIL,fail",
    "dkim:none,unsigned",
    "dkim:key-public,key-public",
    "dkim:@Example.org,example.org"
  })
  void readsVerdictsAndDomains(String typed, String value) {
    ParsedQuery parsed = PARSER.parse(typed);
    assertThat(parsed.query()).isEqualTo(new Query.Exact(Query.Property.DKIM, value));
    assertThat(parsed.notices()).isEmpty();
    assertThat(PARSER.parse(parsed.query().print()).query()).isEqualTo(parsed.query());
  }

  @Test
  void refusesCostlyQueriesAsAValue() {
    for (String costly :
        List.of(
            "*budget",
            "subject:*budget",
            "a*",
            "x ".repeat(QueryLimits.DEFAULT.clauses() + 1),
            "(".repeat(QueryLimits.DEFAULT.depth() + 1) + "x",
            "x".repeat(QueryLimits.DEFAULT.length() + 1))) {
      ParsedQuery parsed = PARSER.parse(costly);
      assertThat(parsed.refusal()).as(costly).isPresent();
      assertThat(parsed.query()).isEqualTo(new Query.Nothing());
    }
  }

  @Test
  void hintsAtCapitalsOnce() {
    ParsedQuery parsed = PARSER.parse("pile or clay or sand and not silt");
    assertThat(parsed.notices())
        .singleElement()
        .isEqualTo(
            new Notice(
                Notice.Kind.READ_AS,
                5,
                2,
                "“or” was searched as a word: to find either, write OR in capitals."));
  }

  @Test
  void readsNothingAsEverything() {
    assertThat(PARSER.parse("  \t ").query()).isEqualTo(new Query.All());
    assertThat(PARSER.parse("").notices()).isEmpty();
  }

  @Test
  void keepsTheTreeInNormalForm() {
    assertThat(PARSER.parse("(a b) (c (d e))").query())
        .isEqualTo(new Query.And(List.of(word("a"), word("b"), word("c"), word("d"), word("e"))));
    assertThat(PARSER.parse("--a").query()).isEqualTo(new Query.Phrase(Field.ANY, "--a"));
    assertThat(PARSER.parse("after:2015-04-12").query())
        .isEqualTo(new Query.After(LocalDate.of(2015, 4, 12)));
  }

  private static Query word(String text) {
    return new Query.Word(Field.ANY, text);
  }
}
