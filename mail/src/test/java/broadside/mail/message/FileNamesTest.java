package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chart.pdf            | chart.pdf",
        "/etc/passwd          | passwd",
        "..\\..\\boot.ini     | boot.ini",
        "C:\\tide\\table.xls  | table.xls",
        ".bashrc              | bashrc",
        "a<b>:c?.txt          | a_b__c_.txt",
        "photo\u202Egnp.exe   | photognp.exe",
        "a\u0000b\u0007.txt   | ab.txt",
        "name.   .            | name",
        "潮汐表.pdf           | 潮汐表.pdf",
      })
  void keepsAHarmlessName(String name, String expected) {
    assertThat(FileNames.safe(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "../", "/", "\u200b\u202e", "...."})
  void givesNoNameWhereNothingIsLeft(String name) {
    assertThat(FileNames.safe(name)).isNull();
  }

  @Test
  void cutsALongNameButKeepsItsExtension() {
    assertThat(FileNames.safe("x".repeat(5_000) + ".pdf")).hasSize(80).endsWith("x.pdf");
  }
}
