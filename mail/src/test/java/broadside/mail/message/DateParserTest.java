package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon, 14 May 2001 16:39:00 -0700 (PDT)  | 2001-05-14T16:39-07:00",
        "14 May 2001 16:39 -0700                | 2001-05-14T16:39-07:00",
        "Mon,14 May 2001 16:39:00 +0000         | 2001-05-14T16:39Z",
        "Mon, 14 May 01 16:39:00 GMT            | 2001-05-14T16:39Z",
        "Mon, 14 May 99 16:39:00 EST            | 1999-05-14T16:39-05:00",
        "Mon, 14 May 101 16:39:00 EDT           | 2001-05-14T16:39-04:00",
        "Mon, 14 May 2001 16:39:00 Z            | 2001-05-14T16:39Z",
        "Mon, 14 May 2001 16:39:00 A            | 2001-05-14T16:39Z",
        "Mon, 14 May 2001 16:39:00 CEST         | 2001-05-14T16:39+02:00",
        "Mon, 14 May 2001 16:39:00 GMT+0200     | 2001-05-14T16:39+02:00",
        "Mon, 14 May 2001 16:39:00 -05:30       | 2001-05-14T16:39-05:30",
        "Mon, 14 May 2001 16:39:60 +0000        | 2001-05-14T16:39:59Z",
        "Mon, 14 May 2001 09(comment):  55 : 06 -0600 | 2001-05-14T09:55:06-06:00",
        "Monday, May 14, 2001 16:39:00 +0100    | 2001-05-14T16:39+01:00",
        "mar, 05 oct 2004 10:00:00 +0200        | 2004-10-05T10:00+02:00",
        "mar. 5 Oct 2004 10:00:00 +0200         | 2004-10-05T10:00+02:00",
        "mardi 5 octobre 2004 10:00:00 +0200    | 2004-10-05T10:00+02:00",
        "Mar 5 2004 10:00:00 +0200              | 2004-03-05T10:00+02:00",
        "martes, 5 mar 2004 10:00:00 +0200      | 2004-03-05T10:00+02:00",
        "Mon May 14 16:39:00 +0000 2001 MART    | 2001-05-14T16:39Z",
      })
  void readsTheStandardForms(String text, String expected) {
    DateParser.Parsed parsed = DateParser.parse(text);
    assertThat(parsed).isNotNull();
    assertThat(parsed.date()).hasToString(expected);
    assertThat(parsed.guessed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2001-05-14T16:39:00Z                | 2001-05-14T16:39Z",
        "2001-05-14 16:39:00.123 +0200       | 2001-05-14T16:39+02:00",
        "Mon May 14 16:39:00 2001            | 2001-05-14T16:39Z",
        "Mon May 14 16:39:00 PDT 2001        | 2001-05-14T16:39-07:00",
        "Mon, 14 May 2001 16:39:00           | 2001-05-14T16:39Z",
        "Mon, 14 May 2001 16:39:00 0530      | 2001-05-14T16:39+05:30",
        "Mon, 14 May 2001 16:39:00 -1900     | 2001-05-14T16:39Z",
        "Mon, 14 May 0101 16:39:00 +0000     | 2001-05-14T16:39Z",
        "5/14/2001 4:39:00 PM                | 2001-05-14T16:39Z",
        "14.05.2001 16:39 +0200              | 2001-05-14T16:39+02:00",
        "14 May 2001                         | 2001-05-14T00:00Z",
        "14-May-2001 12:05 AM                | 2001-05-14T00:05Z",
      })
  void readsOtherFormsAndMostlySaysThatItGuessed(String text, String expected) {
    DateParser.Parsed parsed = DateParser.parse(text);
    assertThat(parsed).isNotNull();
    assertThat(parsed.date()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Wed, 0 Foo 0000 99:99:99 -9999",
        "Thu, 32 Jan 2001 00:00:00 GMT",
        "Thu, 1 Jan 99999999999999 00:00:00 GMT",
        "Mon, 14 May 2001 25:00:00 +0000",
        "\"; DROP TABLE",
        "29 Feb 2001 10:00 +0000",
        ":::::",
        "(((((",
        "--------"
      })
  void refusesWhatFitsNoCalendar(String text) {
    assertThat(DateParser.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon, 14 May 2001 16:39:00           | false",
        "Mon, 14 May 2001 16:39:00 -1900     | false",
        "Mon, 14 May 2001 16:39:00 A         | false",
        "14 May 2001                         | false",
        "Mon, 14 May 2001 16:39:00 Z         | true",
        "Mon, 14 May 2001 16:39:00 GMT       | true",
        "Mon, 14 May 2001 16:39:00 +0000     | true",
        "Mon, 14 May 0101 16:39:00 -0700     | true",
      })
  void saysWhetherTheZoneIsKnown(String text, boolean isZoned) {
    DateParser.Parsed parsed = DateParser.parse(text);
    assertThat(parsed).isNotNull();
    assertThat(parsed.isZoned()).isEqualTo(isZoned);
  }

  @Test
  void saysThatItGuessedAZone() {
    DateParser.Parsed parsed = DateParser.parse("Mon, 14 May 2001 16:39:00");
    assertThat(parsed).isNotNull();
    assertThat(parsed.guessed()).isTrue();
  }
}
