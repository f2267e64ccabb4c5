package broadside.site.answers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingTest {
  @Test
  void flowsLinesThatAMarginExplains() {
    assertThat(
            Setting.of(
                """
                The piles under sheds four to seven are gone. Not weak: gone. What has
                been holding the deck up since the winter is, in his words, a habit. He
                said no more.\
                """))
        .isEqualTo("flow");
    assertThat(Setting.of("One line.")).isEqualTo("flow");
  }

  @Test
  void keepsLinesThatSomebodyBroke() {
    assertThat(Setting.of("With kind regards\nInes")).isEmpty();
    assertThat(Setting.of("1. one\n2. two\n3. three")).isEmpty();
    assertThat(
            Setting.of("A long line that would have had room for the next word, easily so\na\nb"))
        .isEmpty();
  }

  @Test
  void keepsANameBelowTheLastSentence() {
    assertThat(Setting.of("Veuillez agréer, Madame, nos salutations distinguées.\nJeanne Moreau"))
        .isEmpty();
    assertThat(Setting.of("Thank you for the survey and for all of your patience,\nCaptain Loy"))
        .isEmpty();
    assertThat(
            Setting.of("What has been holding the deck up since the winter is a habit\nof mine."))
        .isEqualTo("flow");
  }

  @Test
  void keepsColumns() {
    assertThat(Setting.of("Shed   Due\n4      1,200")).isEqualTo("set");
    assertThat(Setting.of("a\tb\nc\td")).isEqualTo("set");
  }
}
