package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.archive.About;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/formats says of {@code about} and {@code aliases} holds. */
class ArchiveFormatPagesTest {

  @Test
  void aboutIsPrintedAsThePageHasIt() throws IOException, FormatException {
    byte[] text = vector("about.md").getBytes(StandardCharsets.UTF_8);
    About about = About.parse(text);
    assertThat(about.encode()).isEqualTo(text);
    assertThat(about.description().lines()).hasSize(3);
    assertThat(about)
        .isEqualTo(
            new About(
                about.title(), about.description(), about.provenance(), "en", about.contact()));
  }

  @Test
  void aboutHasOneEncoding() throws IOException {
    String valid = vector("about.md");
    for (int i = 0; i <= valid.length(); i++) {
      for (String c : List.of("", " ", "a", "\n", "\t", "\r", "\u202e")) {
        String changed = valid.substring(0, i) + c + valid.substring(i);
        try {
          assertThat(About.parse(changed.getBytes(StandardCharsets.UTF_8)).print())
              .isEqualTo(changed);
        } catch (FormatException refused) {
          assertThat(refused.getMessage()).isNotEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EN", "english please", "und", "e"})
  void aboutRefusesWhatIsNoLanguage(String language) {
    assertThatIllegalArgumentException().isThrownBy(() -> new About("Title", "", "", language, ""));
  }

  @Test
  void aboutOfANewerFormatSaysSo() {
    byte[] newer = "broadside/v2 about\n".getBytes(StandardCharsets.UTF_8);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> About.parse(newer))
        .withMessageContaining("this program reads \"broadside/v1 about\"");
  }

  @Test
  void aliasesJoinWhatThePageSays() throws IOException, FormatException {
    ThreadAliases.Builder builder = ThreadAliases.NONE.toBuilder();
    for (String line : vector("aliases.md").lines().toList()) {
      ThreadAlias alias = ThreadAlias.parse(line);
      assertThat(alias.print()).isEqualTo(line);
      builder.add(alias);
    }
    ThreadAliases aliases = builder.build();
    long guessed = ThreadKey.parse("fedcba9876543210");
    long named = ThreadKey.parse("0123456789abcdef");
    assertThat(aliases.keys(guessed)).hasSize(3);
    assertThat(ThreadKey.print(aliases.thread(guessed))).isEqualTo("00ff00ff00ff00ff");
    assertThat(aliases.areJoinedByReferences(guessed, named)).isFalse();
  }

  private static String vector(String page) throws IOException {
    Path root = Path.of(System.getProperty("broadside.root"));
    String text = Files.readString(root.resolve("docs/formats/" + page));
    String open = "\n```vector\n";
    int from = text.indexOf(open) + open.length();
    return text.substring(from, text.indexOf("```", from));
  }
}
