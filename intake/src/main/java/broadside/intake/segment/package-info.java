/**
 * Raw segments: files that hold each mail once, deflated, with its hashes.
 *
 * <p>The entry types are {@link broadside.intake.segment.SegmentWriter}, {@link
 * broadside.intake.segment.SegmentReader} and {@link broadside.intake.segment.SegmentEraser}; the
 * bytes are in docs/formats/segment.md. Invariant: a record that was synced changes once at most,
 * when its mail is erased, and never moves. Imports nothing of ours.
 */
@NullMarked
package broadside.intake.segment;

import org.jspecify.annotations.NullMarked;
