/**
 * From a body's text to what a reader reads: paragraphs, quoted text, signatures.
 *
 * <p>The entry type is {@link broadside.mail.text.TextBlocks}. Pure functions; time and memory are
 * linear in the text.
 */
@NullMarked
package broadside.mail.text;

import org.jspecify.annotations.NullMarked;
