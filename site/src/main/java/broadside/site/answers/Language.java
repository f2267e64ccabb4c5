package broadside.site.answers;

import broadside.archive.language.LanguageDetector;
import broadside.mail.message.BodyText;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import java.lang.Character.UnicodeScript;
import java.util.List;

/** The language of a mail's text, as far as its own words and its letters tell. */
final class Language {
  /** Characters of a text; the words that tell are among the first. */
  private static final int LOOKED_AT = 4_000;

  private static final int ENOUGH = 64;
  private static final char FIRST_OTHER_SCRIPT = '\u0370';

  private Language() {}

  /** The language of a text of which the blocks were not read; see the other. */
  static String of(BodyText body, String publication) {
    String text = body.text();
    String beginning = text.substring(0, Math.min(text.length(), LOOKED_AT));
    List<Block> blocks = TextBlocks.of(new BodyText(beginning, body.flowed(), body.delSp()));
    return of(blocks, text, publication);
  }

  /**
   * A language tag for the text, or "" where it is not known. Where its words do not tell, it is
   * the publication's own language if the letters are Latin, otherwise the one language of the
   * script, if it has one.
   *
   * @param blocks of the text, or of its beginning
   */
  static String of(List<Block> blocks, String text, String publication) {
    String words = ofWords(blocks);
    return words.isEmpty() ? ofLetters(text, publication) : words;
  }

  /** Of what the writer wrote, not of what is quoted: as {@code lang:} finds it. */
  private static String ofWords(List<Block> blocks) {
    LanguageDetector detector = new LanguageDetector();
    for (Block block : blocks) {
      if (block.kind() == Block.Kind.PARAGRAPH) {
        detector.add(block.text());
      }
    }
    return detector.language();
  }

  private static String ofLetters(String text, String publication) {
    int latin = 0;
    int other = 0;
    int kana = 0;
    UnicodeScript script = UnicodeScript.COMMON;
    int end = Math.min(text.length(), LOOKED_AT);
    for (int i = 0; i < end && other < ENOUGH; i++) {
      char c = text.charAt(i);
      if (c >= FIRST_OTHER_SCRIPT && Character.isLetter(c)) {
        other++;
        script = UnicodeScript.of(c);
        kana += script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA ? 1 : 0;
      } else if (c >= 'A') {
        latin++;
      }
    }
    if (other * 2 < latin) {
      return publication;
    }
    return kana > 0 ? "ja" : ofScript(script);
  }

  private static String ofScript(UnicodeScript script) {
    return switch (script) {
      case HANGUL -> "ko";
      case HAN -> "zh";
      case HEBREW -> "he";
      case GREEK -> "el";
      case THAI -> "th";
      case ARMENIAN -> "hy";
      case GEORGIAN -> "ka";
      default -> ""; // Arabic, Cyrillic and the like write many languages
    };
  }
}
