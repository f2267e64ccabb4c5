package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.release.Reason;
import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyWithdrawalsTest {
  private static final EarlyWithdrawals SOME =
      new EarlyWithdrawals(
          12,
          Map.of(
              2,
              Map.of(
                  40L,
                  EarlyWithdrawals.act(40, Reason.SAFETY, ReleaseSample.TIME),
                  7L,
                  EarlyWithdrawals.act(7, Reason.SAFETY, ReleaseSample.TIME))));

  @Test
  void isReadAsItIsWritten() throws FormatException {
    assertThat(new String(SOME.encode(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            broadside/v1 hidden
            entries 12
            2 7 safety 2026-01-02T03:04:05Z
            2 40 safety 2026-01-02T03:04:05Z
            """);
    assertThat(EarlyWithdrawals.parse(SOME.encode())).isEqualTo(SOME);
    assertThat(EarlyWithdrawals.parse(EarlyWithdrawals.NONE.encode()))
        .isEqualTo(EarlyWithdrawals.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "broadside/v1 hidden\n",
        "broadside/v1 hidden\nentries x\n",
        "broadside/v1 hidden\nentries 1\n2 7 safety\n",
        "broadside/v1 hidden\nentries 1\n2 7 whim 2026-01-02T03:04:05Z\n",
        "broadside/v1 hidden\nentries 1\n2 -7 safety 2026-01-02T03:04:05Z\n"
      })
  void refusesWhatIsDamaged(String file) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> EarlyWithdrawals.parse(file.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void knowsTheFilesThatTellOfMails() {
    assertThat(new String[] {"mail.zip", "mail-2.zip", "salts", "index/_0.cfs"})
        .allMatch(EarlyWithdrawals::tellsOfMails);
    assertThat(new String[] {"manifest", "places", "SHA256SUMS", "statement"})
        .noneMatch(EarlyWithdrawals::tellsOfMails);
  }
}
