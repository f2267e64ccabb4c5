/**
 * The transparency log as files (C2SP tlog-tiles, tlog-checkpoint): checkpoints, tiles of hashes,
 * bundles of entries, and the proofs that can be made of tiles; and the schedule, which the log's
 * key signs too.
 *
 * <p>The entry types are {@link broadside.proof.log.Checkpoint} and {@link
 * broadside.proof.log.TiledTree}. Invariant: nothing here trusts a tile; what is made of tiles is
 * compared with a root that a checkpoint signs.
 */
@NullMarked
package broadside.proof.log;

import org.jspecify.annotations.NullMarked;
