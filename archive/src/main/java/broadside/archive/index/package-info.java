/**
 * The Lucene index of one release: its fields, its analysis, its writing.
 *
 * <p>The entry type is {@link broadside.archive.index.ReleaseIndexWriter}. Invariant: one document
 * per number, in number order, in one segment, so that document id = number - first; no body text
 * is stored; the same mails and program give the same bytes.
 */
@NullMarked
package broadside.archive.index;

import org.jspecify.annotations.NullMarked;
