package broadside.archive.witness;

import broadside.archive.release.Durable;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cosigns the checkpoints of logs that it knows, as long as each only grows.
 *
 * <p>What it signs is on disk before the signature leaves it: after a stop it never signs less than
 * before, and never another branch.
 *
 * <p><b>Threads:</b> shared by all; one checkpoint at a time. <b>Failures:</b> {@link IOException}
 * where its state cannot be read or written: nothing is signed then.
 */
public final class Witness {
  private static final String LOCK = "lock";

  private final Path directory;
  private final SigningKey key;
  private final Map<String, VerifierKey> logs = new LinkedHashMap<>();
  private final Clock clock;

  /**
   * A witness.
   *
   * @param directory where it keeps what it has signed last of each log
   * @param key for cosignatures
   * @param logs whose checkpoints it signs
   */
  public Witness(Path directory, SigningKey key, List<VerifierKey> logs, Clock clock) {
    this.directory = directory;
    this.key = key;
    this.clock = clock;
    logs.forEach(log -> this.logs.put(log.name(), log));
  }

  /**
   * What is answered.
   *
   * @param status of HTTP
   * @param type of the body
   * @param body text
   */
  public record Answer(int status, String type, String body) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    private static Answer refused(int status, String why) {
      return new Answer(status, PLAIN, why + "\n");
    }
  }

  /** Answers one request to {@code add-checkpoint}. */
  public Answer add(byte[] body) throws IOException {
    AddCheckpoint request;
    Checkpoint claimed;
    try {
      request = AddCheckpoint.parse(body);
      claimed = Checkpoint.parse(request.checkpoint().text());
    } catch (FormatException e) {
      return Answer.refused(400, String.valueOf(e.getMessage()));
    }
    VerifierKey log = logs.get(claimed.origin());
    if (log == null) {
      return Answer.refused(404, "unknown log " + claimed.origin());
    }
    try {
      claimed = Checkpoint.of(request.checkpoint(), log);
    } catch (FormatException e) {
      return Answer.refused(403, String.valueOf(e.getMessage()));
    }
    if (request.old() > claimed.size()) {
      return Answer.refused(400, "old size " + request.old() + " is larger than " + claimed.size());
    }
    return decide(request, claimed, log);
  }

  /** Nobody else judges by the same state meanwhile, not even another process. */
  private synchronized Answer decide(AddCheckpoint request, Checkpoint claimed, VerifierKey log)
      throws IOException {
    Durable.createDirectories(directory);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      return decideAlone(request, claimed, log);
    } catch (OverlappingFileLockException e) {
      throw new IOException("Two witnesses are at work in " + directory + ".", e);
    }
  }

  private Answer decideAlone(AddCheckpoint request, Checkpoint claimed, VerifierKey log)
      throws IOException {
    Checkpoint last = last(log);
    long size = last == null ? 0 : last.size();
    if (request.old() != size) {
      return new Answer(409, "text/x.tlog.size", size + "\n");
    }
    boolean isSame = last != null && size == claimed.size();
    if (last != null && isSame && !Arrays.equals(last.root(), claimed.root())) {
      return new Answer(409, "text/x.tlog.size", size + "\n");
    }
    if (!extendsLast(request, claimed, last)) {
      return Answer.refused(422, "the proof does not hold");
    }
    if (!isSame) {
      Durable.replace(state(log), request.checkpoint().encode());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new Answer(200, Answer.PLAIN, key.cosign(claimed.print(), now).print() + "\n");
  }

  private static boolean extendsLast(
      AddCheckpoint request, Checkpoint claimed, @Nullable Checkpoint last) {
    if (claimed.size() == 0 && !Arrays.equals(claimed.root(), MerkleTree.emptyRoot())) {
      return false;
    }
    if (last == null || last.size() == 0) {
      return request.proof().isEmpty();
    }
    return MerkleTree.verifyConsistency(
        last.size(), claimed.size(), last.root(), claimed.root(), request.proof());
  }

  /** The checkpoint of a log that was signed last, or null. */
  public @Nullable Checkpoint last(VerifierKey log) throws IOException {
    Path file = state(log);
    try {
      return Checkpoint.of(SignedNote.parse(Files.readAllBytes(file)), log);
    } catch (NoSuchFileException e) {
      return null; // any other failure to read it must not look like this
    } catch (FormatException e) {
      throw new IOException(
          "%s is damaged (%s): nothing is signed for %s. Restore it from a copy."
              .formatted(file, e.getMessage(), log.name()),
          e);
    }
  }

  private Path state(VerifierKey log) {
    byte[] name = log.name().getBytes(StandardCharsets.UTF_8);
    return directory.resolve(SignedText.sha256Hex(name).substring(0, 32));
  }
}
