/**
 * The bytes of mails: headers, encoded words, transfer encodings, multiparts and the documents that
 * are attached. Entry type: {@link broadside.examples.mime.Letter}, written by {@link
 * broadside.examples.mime.LetterWriter}. Invariant: the same letter gives the same bytes on every
 * machine. For the sample generator only; nothing that is shipped imports it.
 */
@NullMarked
package broadside.examples.mime;

import org.jspecify.annotations.NullMarked;
