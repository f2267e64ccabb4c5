package broadside.site.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TabTitleTest {
  @Test
  void leavesOutWhatTurnsTheOrderOfTheRest() {
    assertThat(TabTitle.of("Invoice \u202efdp.exe\u2066 – Harbour"))
        .isEqualTo("Invoice fdp.exe – Harbour");
    assertThat(TabTitle.of("קשר עם \u200fהנמל \ud83d\ude00 – Harbour"))
        .isEqualTo("קשר עם הנמל \ud83d\ude00 – Harbour");
  }
}
