/**
 * The language of a mail's text, told by its script and its commonest words.
 *
 * <p>The entry type is {@link broadside.archive.language.LanguageDetector}. Invariant: the same
 * text gives the same language on every machine; in doubt it gives none.
 */
@NullMarked
package broadside.archive.language;

import org.jspecify.annotations.NullMarked;
