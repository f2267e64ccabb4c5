/**
 * Raw segments: append-only files that hold each mail once, deflated, with its hashes.
 *
 * <p>The entry types are {@link broadside.intake.segment.SegmentWriter} and {@link
 * broadside.intake.segment.SegmentReader}; the bytes are in docs/formats/segment.md. Invariant: a
 * record that was synced never changes. Imports nothing of ours.
 */
@NullMarked
package broadside.intake.segment;

import org.jspecify.annotations.NullMarked;
