/**
 * The files of sealed releases: the parts, which are one tar of the release in several age files,
 * and the encrypted shares; how they are opened again, and the shares that it takes.
 *
 * <p>The entry types are {@link broadside.archive.sealed.SealWriter}, {@link
 * broadside.archive.sealed.SealReader} and {@link broadside.archive.sealed.ShareBox}. Invariant:
 * what is opened is byte for byte what was sealed, or it is refused; nothing outside the directory
 * that is made for it is written.
 */
@NullMarked
package broadside.archive.sealed;

import org.jspecify.annotations.NullMarked;
