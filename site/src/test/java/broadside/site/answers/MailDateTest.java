package broadside.site.answers;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader is told no more of a date than its mail says. */
class MailDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Date: Mon, 13 May 2002 10:24:05 +0200 | 13 May 2002, 10:24 (UTC+02:00) | 2002-05-13T10:24:05+02:00",
        "Date: Mon, 13 May 2002 10:24:05 -0800 | 13 May 2002, 10:24 (UTC−08:00) | 2002-05-13T10:24:05-08:00",
        "Date: Mon, 13 May 2002 10:24:05 +0000 | 13 May 2002, 10:24 (UTC) | 2002-05-13T10:24:05Z",
        "Date: Mon, 13 May 2002 10:24:05 -1800 | 13 May 2002, 10:24 (zone unknown) | 2002-05-13T10:24:05",
        "Date: Wed, 1 Aug 2001 14:43:21 | 1 August 2001, 14:43 (zone unknown) | 2001-08-01T14:43:21",
      })
  void namesTheZoneThatTheMailNames(String field, String text, String machine) {
    MailDate date = date(field);
    assertThat(date.text()).isEqualTo(text);
    assertThat(date.machine()).isEqualTo(machine);
    assertThat(date.cited()).isEqualTo(text);
  }

  @Test
  void saysTheDayByWhichListsGoWhereItIsAnother() {
    MailDate date = date("Date: Mon, 13 May 2002 20:24:05 -0800");
    assertThat(date.text()).isEqualTo("13 May 2002, 20:24 (UTC−08:00); in UTC it was 14 May 2002");
    assertThat(date.machine()).isEqualTo("2002-05-13T20:24:05-08:00");
    assertThat(date.cited()).isEqualTo("13 May 2002, 20:24 (UTC−08:00)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X: none | The mail has no date",
        "Date: Sat, 19 Nov 0001 15:18:33 -0800 (PST) | The mail has no date that can be true: it says “Sat, 19 Nov 0001 15:18:33 -0800 (PST)”",
        "Date: soon | The mail has no date that can be true: it says “soon”",
      })
  void saysWhatStandsWhereADateShould(String field, String text) {
    MailDate date = date(field);
    assertThat(date.text()).isEqualTo(text);
    assertThat(date.machine()).isEmpty();
    assertThat(date.cited()).isEqualTo("undated");
  }

  private static MailDate date(String field) {
    byte[] mail = (field + "\nSubject: Tides\n\nHigh.\n").getBytes(StandardCharsets.US_ASCII);
    return MailDate.of(new MessageParser(MailLimits.DEFAULT).parse(mail).date());
  }
}
