package broadside.examples.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of RFC 6376 §3.4.5, and empty bodies (§3.4.3, §3.4.4). */
class CanonicalTest {

  private static final String BODY = " C \nD \t E\n\n\n";

  @Test
  void relaxesFields() {
    assertThat(Canonical.RELAXED.field("A: X")).isEqualTo("a:X");
    assertThat(Canonical.RELAXED.field("B : Y\t\n\tZ  ")).isEqualTo("b:Y Z");
  }

  @Test
  void relaxesBodies() {
    assertThat(Canonical.RELAXED.body(BODY)).isEqualTo(" C\r\nD E\r\n");
    assertThat(Canonical.RELAXED.body("\n\n")).isEmpty();
    assertThat(Canonical.RELAXED.body("")).isEmpty();
  }

  @Test
  void keepsFieldsAndBodiesWhenSimple() {
    assertThat(Canonical.SIMPLE.field("B : Y\t\n\tZ  ")).isEqualTo("B : Y\t\r\n\tZ  ");
    assertThat(Canonical.SIMPLE.body(BODY)).isEqualTo(" C \r\nD \t E\r\n");
    assertThat(Canonical.SIMPLE.body("")).isEqualTo("\r\n");
    assertThat(Canonical.SIMPLE.body("no end")).isEqualTo("no end\r\n");
  }
}
