/**
 * The transparency log as files (C2SP tlog-tiles, tlog-checkpoint): checkpoints, tiles of hashes,
 * bundles of entries, and the proofs that can be made of tiles; and the schedule, which the log's
 * key signs too.
 *
 * <p>The entry types are {@link broadside.proof.log.Checkpoint} and {@link
 * broadside.proof.log.TiledTree}. Invariant: nothing here trusts a tile; what is made of tiles is
 * compared with a root that a checkpoint signs.
 *
 * <pre>
 * checkpoint = origin LF size LF base64 of the root LF     the text of a note
 * tile/L/N   = 256 hashes of level L; tile/L/N.p/W has W of them
 * bundle     = for each entry its length (2 bytes, big-endian) and its bytes; at tile/entries/N
 * </pre>
 *
 * <p>N is written in groups of three digits, all but the last after an x. An entry is a statement
 * with its signatures, and its leaf is that of {@link broadside.proof.merkle}. Publishing,
 * successor logs and witnesses: {@code docs/formats/log.md}; the schedule: {@code
 * docs/formats/schedule.md}.
 */
@NullMarked
package broadside.proof.log;

import org.jspecify.annotations.NullMarked;
