package broadside.archive.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryWordsTest {
  private static final QueryParser PARSER = new QueryParser(QueryLimits.DEFAULT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          from:ann@example.org budget OR forecast after:2015-04-12 ~ from ann@example.org and (budget or forecast), on or after 12 April 2015
          budget                           ~ budget
          "annual report" -draft           ~ “annual report” and not draft
          subject:plan                     ~ plan in the subject
          nq:plan                          ~ plan in the writer’s own words
          q:plan                           ~ plan in quoted text
          tc:ann                           ~ to or copied to ann
          person:ann                       ~ from or to ann
          filename:plan                    ~ with a file named plan
          pile or clay                     ~ pile and “or” and clay
          subject:And OR to:not            ~ “And” in the subject or to “not”
          bud*                             ~ bud…
          a AROUND 5 b                     ~ a within 5 words of b
          a ADJ/1 b                        ~ a followed within 1 word by b
          has:attachment filetype:pdf      ~ with an attachment, with a file of type pdf
          larger:1.5M smaller:2G           ~ larger than 1.5 MB, smaller than 2 GB
          larger:1 smaller:2               ~ larger than 1 byte, smaller than 2 bytes
          larger:0                         ~ larger than 0 bytes
          date:2015-01..2015-03            ~ from January 2015 to March 2015
          date:2015-02                     ~ in February 2015
          date:2015                        ~ in 2015
          date:2015-04-12                  ~ on 12 April 2015
          d:20150403..20150412             ~ from 3 April 2015 to 12 April 2015
          before:2015-05                   ~ before 1 May 2015
          list:a.example                   ~ on the list a.example
          m:1@a.example                    ~ with the Message-ID 1@a.example
          id:7                             ~ number 7
          id:7..9                          ~ numbers 7 to 9
          release:2                        ~ in release 2
          thread:12                        ~ in the thread 12
          domain:example.org               ~ from or to anybody at example.org
          is:redacted                      ~ redacted
          lang:fr                          ~ in French
          lang:french budget               ~ budget, in French
          lang:pt-BR                       ~ in Portuguese
          lang:und                         ~ in a language that is not known
          -lang:en                         ~ not in English
          dkim:pass                        ~ with a signature that holds
          dkim:example.org                 ~ with a signature of example.org that holds
          *                                ~ every mail
          -*                               ~ nothing
          """)
  void saysHowTheQueryWasRead(String typed, String words) {
    assertThat(PARSER.parse(typed).query().inWords()).isEqualTo(words);
  }
}
