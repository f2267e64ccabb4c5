package broadside.intake.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.mail.dkim.DomainKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainKeyFileTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 2);
  private static final String NAME = "s1._domainkey.harbour.example";

  @TempDir Path directory;

  @Test
  void readsNamesAndRecords() throws IOException {
    assertThat(
            read("{\"" + NAME + "\": \"v=DKIM1; p=AA==\", \"s2._domainkey.quay.example\": \"\"}"))
        .containsExactly(key(NAME, "v=DKIM1; p=AA=="), key("s2._domainkey.quay.example", ""));
    assertThat(read("{}")).isEmpty();
  }

  @Test
  void readsListsSectionsAndObjects() throws IOException {
    assertThat(
            read(
                """
                {
                  "Harbour": {
                    "of 2015": {"s1._domainkey.harbour.example": ["p=1", {"record": "p=2"}]},
                    "empty": {}
                  },
                  "s2._domainkey.quay.example":
                      {"public": true, "date": "2015-04-12", "record": "p=3"},
                  "s3._domainkey.quay.example": []
                }
                """))
        .containsExactly(
            key(NAME, "p=1"),
            key(NAME, "p=2"),
            new DomainKey(
                "s2._domainkey.quay.example", "p=3", "file", LocalDate.of(2015, 4, 12), true));
  }

  @Test
  void takesNamesInAnyCaseAndWithADotAtTheEnd() throws IOException {
    assertThat(read("{\"S1._DomainKey.Harbour.EXAMPLE.\": \"p=1\"}"))
        .containsExactly(key(NAME, "p=1"));
  }

  @Test
  void keepsEachValueOfANameThatIsThereTwice() throws IOException {
    assertThat(read("{\"" + NAME + "\": \"p=1\", \"" + NAME + "\": \"p=2\"}"))
        .containsExactly(key(NAME, "p=1"), key(NAME, "p=2"));
  }

  @Test
  void readsAFileWithAByteOrderMark() throws IOException {
    assertThat(read("\uFEFF{\"" + NAME + "\": \"p=1\"}")).containsExactly(key(NAME, "p=1"));
  }

  @Test
  void cutsARecordThatIsNoKeyAnyMore() throws IOException {
    List<DomainKey> keys = read("{\"" + NAME + "\": \"p=" + "A".repeat(64 << 10) + "\"}");
    assertThat(keys).hasSize(1);
    assertThat(keys.getFirst().record()).hasSize(DomainKey.RECORD_CHARS).endsWith("A;?");
  }

  @Test
  void replacesWhatCannotBeInARecord() throws IOException {
    assertThat(read("{\"" + NAME + "\": \"v=DKIM1;\\n\\tp=é\\u0000\"}"))
        .containsExactly(key(NAME, "v=DKIM1;  p=??"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|it is not shaped like a domain key file, line 1",
        "v=DKIM1; p=1|Unrecognized token 'v'",
        "[\"p=1\"]|it is not shaped like a domain key file, line 1",
        "{\"NAME\": \"p=1\"|Unexpected end-of-input",
        "{\"NAME\": \"p=1|Unexpected end-of-input",
        "{\"NAME\": [\"p=1\"|Unexpected end-of-input",
        "{\"NAME\": \"p=1\"} {}|something follows its end, line 1",
        "{\"NAME\":@5}|it is not shaped like a domain key file, line 2",
        "{\"NAME\": null}|it is not shaped like a domain key file, line 1",
        "{\"NAME\": [[\"p=1\"]]}|it is not shaped like a domain key file, line 1",
        "{\"harbour.example\":@\"p=1\"}|it is not shaped like a domain key file, line 2",
        "{\"NAME\": {\"record\": \"p=1\",@\"owner\": \"Ann\"}}|there is no field \"owner\" of a key, line 2",
        "{\"NAME\": {\"record\": 1}}|it is not shaped like a domain key file, line 1",
        "{\"NAME\": {@\"date\": \"2015-04-12\"@}}|NAME has no \"record\", line 3",
        "{\"NAME\": {\"record\": \"p=1\",@\"date\": \"12 April 2015\"}}|a date must be like 2019-06-30, line 2",
        "{\"NAME\": {\"record\": \"p=1\", \"date\": \"2015-02-30\"}}|a date must be like 2019-06-30, line 1",
        "{\"NAME\": {\"record\": \"p=1\", \"date\": \"+12015-02-03\"}}|a date must be like 2019-06-30, line 1",
        "{\"NAME\": {\"record\": \"p=1\", \"date\": \"-0001-02-03\"}}|a date must be like 2019-06-30, line 1",
        "{\"NAME\": {\"record\": \"p=1\", \"date\": 20150412}}|a date must be like 2019-06-30, line 1",
        "{\"NAME\": {\"record\": \"p=1\", \"date\": null}}|a date must be like 2019-06-30, line 1",
        "{\"NAME\": {\"record\": \"p=1\", \"date\": [1]}}|a date must be like 2019-06-30, line 1",
        "{\"NAME\": {\"record\": \"p=1\",@\"public\": \"yes\"}}|\"public\" must be true or false, line 2",
        "{\"s 1._domainkey.harbour.example\":@\"p=1\"}|\"s 1._domainkey.harbour.example\" is no name of a key, line 1",
        "{\"s1._domainkey.hafen.örtchen\": \"p=1\"}|is no name of a key, line 1",
        "{\"._domainkey.harbour.example\": \"p=1\"}|is no name of a key, line 1",
        "{\"s1._domainkey.\": \"p=1\"}|is no name of a key, line 1",
        "{\"s1._domainkey.harbour..example\": \"p=1\"}|is no name of a key, line 1",
      })
  void saysWhatIsWrongAndWhere(String text, String expected) throws IOException {
    String json = text == null ? "" : text.replace('@', '\n').replace("NAME", NAME);
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            IntakeException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.BAD_KEY_FILE))
        .hasMessageStartingWith(directory.resolve("keys.json") + " is no domain key file: ")
        .hasMessageContaining(expected.replace("NAME", NAME))
        .hasMessageMatching("(?s).*, line \\d+\\.");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 100_000})
  void refusesSectionsThatAreTooDeep(int depth) {
    assertThatThrownBy(() -> read("{\"a\":".repeat(depth) + "{}" + "}".repeat(depth)))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("its sections are more than 16 deep, line 1.");
  }

  @Test
  void readsSectionsThatAreNotTooDeep() throws IOException {
    String key = "{\"" + NAME + "\": [{\"record\": \"p=1\"}]}";
    assertThat(read("{\"a\":".repeat(15) + key + "}".repeat(15))).containsExactly(key(NAME, "p=1"));
  }

  @Test
  void refusesARecordOfMegabytes() {
    assertThatThrownBy(() -> read("{\"" + NAME + "\":\n \"" + "A".repeat(3 << 20) + "\"}"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("is no domain key file: ")
        .hasMessageContaining(", line 2.");
  }

  @Test
  void refusesANameThatIsTooLong() {
    assertThatThrownBy(() -> read("{\"s1._domainkey." + "a.".repeat(130) + "example\": \"p=1\"}"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("a.…\" is no name of a key, line 1");
  }

  @Test
  void refusesWhatIsNoUtf8() throws IOException {
    Path file = directory.resolve("keys.json");
    Files.write(file, "{\"é\": {}}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> DomainKeyFile.read(file, TODAY))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("line 1");
  }

  private List<DomainKey> read(String json) throws IOException {
    Path file = directory.resolve("keys.json");
    Files.writeString(file, json);
    return DomainKeyFile.read(file, TODAY);
  }

  private static DomainKey key(String name, String record) {
    return new DomainKey(name, record, "file", TODAY, false);
  }
}
