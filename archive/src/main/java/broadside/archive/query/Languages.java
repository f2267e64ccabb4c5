package broadside.archive.query;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The languages of ISO 639-1, by code and by English name. */
public final class Languages {
  /** The code of a language that is not known, as in BCP 47. */
  public static final String UNKNOWN = "und";

  private static final Map<String, String> CODES = codes();

  private Languages() {}

  /**
   * The two-letter code that a code, a language tag or an English name begins with, or {@link
   * #UNKNOWN} itself, or null where it names no language.
   *
   * @param value in lower case, such as fr, fra, french, pt-br
   */
  static @Nullable String code(String value) {
    return CODES.get(value.split("[-_]", 2)[0]);
  }

  /** The English name of a language by its two-letter code. */
  public static String name(String code) {
    return Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
  }

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      Locale language = Locale.of(code);
      // What was once called iw is he today: the locale knows.
      codes.put(code, language.getLanguage());
      codes.put(language.getISO3Language(), language.getLanguage());
      codes.put(name(code).toLowerCase(Locale.ROOT), language.getLanguage());
    }
    codes.put(UNKNOWN, UNKNOWN);
    return Map.copyOf(codes);
  }
}
