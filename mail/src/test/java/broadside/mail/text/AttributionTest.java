package broadside.mail.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Mon, 3 May 2010 at 10:00, Ida Berg <ida@example.org> wrote:",
        "On Mon, 3 May 2010 at 10:00, Ida Berg\n<ida@example.org> wrote:",
        "On Mon, 3 May 2010 at 10:00, Ida Berg <\nida@example.org> wrote:",
        "On Mon, 3 May 2010 at 10:00, Ida Berg <ida@example.org\n> wrote:",
        "On Monday, Ida Berg\nof the harbour office\nwrote:",
        "\"Berg, Ida\" <ida@example.org> wrote:",
        "--- Ida Berg <ida@example.org> wrote:",
        "In a message dated 11/25/01 1:45:27 PM, ida@example.org writes:",
        "At 01:49 PM 9/17/01 -0400, you wrote:",
        "Quoting Ida Berg (ida@example.org):",
        "Am 03.05.2010 um 10:00 schrieb Ida Berg:",
        "Am Mo., 3. Mai 2010 um 10:00 Uhr schrieb Ida Berg <\nida@example.org>:",
        "Le lun. 3 mai 2010 à 10:00, Ida Berg <ida@example.org> a écrit :",
        "El lun, 3 may 2010 a las 10:00, Ida Berg (<ida@example.org>) escribió:",
        "Il giorno lun 3 mag 2010 alle ore 10:00 Ida Berg ha scritto:",
        "Op ma 3 mei 2010 om 10:00 schreef Ida Berg <ida@example.org>:",
        "Em seg., 3 de mai. de 2010 às 10:00, Ida Berg escreveu:",
        "Den mån 3 maj 2010 kl 10:00 skrev Ida Berg <ida@example.org>:",
        "W dniu 3.05.2010 o 10:00, Ida Berg napisał(a):",
        "3 мая 2010 г. в 10:00 Ида Берг <ida@example.org> написал:",
        "понедельник, 3 мая 2010 г. пользователь Ида Берг написал:",
        "Ida Berg <ida@example.org> 于2010年5月3日周一 上午10:00写道：",
        "2010年5月3日(月) 10:00 Ida Berg <ida@example.org>:",
        "في الاثنين، 3 مايو 2010 كتب Ida Berg <ida@example.org>:",
        "2010-05-03 10:00 GMT+02:00 Ida Berg <ida@example.org>:",
        "* Ida Berg <ida@example.org> [100503 10:00]:"
      })
  void namesTheAttributionAboveAQuotation(String attribution) {
    assertThat(TextBlocksTest.of("Indeed.\n\n" + attribution + "\n\n> It leaks.\n\nIt does."))
        .containsExactly("P0 Indeed.", "A0 " + attribution, "Q1 It leaks.", "P0 It does.");
  }

  @Test
  void takesOnlyTheEndOfAParagraph() {
    assertThat(TextBlocksTest.of("Indeed it does.\nOn Monday Ida wrote:\n> It leaks."))
        .containsExactly("P0 Indeed it does.", "A0 On Monday Ida wrote:", "Q1 It leaks.");
  }

  @Test
  void leavesALineWithColonThatNamesNobodyToTheWriter() {
    assertThat(TextBlocksTest.of("The log says:\n> error 7"))
        .containsExactly("P0 The log says:", "Q1 error 7");
  }

  @Test
  void quotesWhatFollowsAnAddressEvenWithoutMarks() {
    assertThat(TextBlocksTest.of("Yes.\n\nIda Berg <ida@example.org> wrote:\n\nIs it?\n\nIda"))
        .containsExactly("P0 Yes.", "A0 Ida Berg <ida@example.org> wrote:", "Q1 Is it?\n\nIda");
  }

  @Test
  void doesNotQuoteOnAGuess() {
    assertThat(TextBlocksTest.of("Then the captain wrote:\n\nThe tide is high."))
        .containsExactly("P0 Then the captain wrote:", "P0 The tide is high.");
  }

  @Test
  void keepsTheWritersWordsWhereMarksComeLater() {
    assertThat(TextBlocksTest.of("On 3 May ida@example.org wrote:\n\nMine.\n\n> Is it?\n\nYes."))
        .contains("P0 Mine.", "P0 Yes.");
  }
}
