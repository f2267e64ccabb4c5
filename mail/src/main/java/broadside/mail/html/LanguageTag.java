package broadside.mail.html;

import com.ibm.icu.lang.UScript;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a language tag that says a known language, script and country. */
final class LanguageTag {
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private LanguageTag() {}

  /** {@code zh-Hant-TW} of {@code ZH_hant-tw-x-y}, or null where it names no known language. */
  static @Nullable String known(String tag) {
    String[] parts = tag.strip().split("[-_]", 8);
    String language = parts[0].toLowerCase(Locale.ROOT);
    if (!LANGUAGES.contains(language)) {
      return null;
    }
    StringBuilder known = new StringBuilder(language);
    int next = 1;
    if (next < parts.length && isScript(parts[next])) {
      known.append('-').append(titleCase(parts[next++]));
    }
    if (next < parts.length && COUNTRIES.contains(parts[next].toUpperCase(Locale.ROOT))) {
      known.append('-').append(parts[next].toUpperCase(Locale.ROOT));
    }
    return known.toString();
  }

  private static boolean isScript(String part) {
    return part.matches("[A-Za-z]{4}") && UScript.getCodeFromName(part) != UScript.INVALID_CODE;
  }

  private static String titleCase(String part) {
    return part.substring(0, 1).toUpperCase(Locale.ROOT)
        + part.substring(1).toLowerCase(Locale.ROOT);
  }
}
