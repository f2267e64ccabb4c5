package broadside.archive.mirror;

import broadside.proof.note.Cosignature;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.text.FormatException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The signatures under a checkpoint that a mirror passes on, and its own. */
final class Cosigners {
  private Cosigners() {}

  /**
   * A cosignature of a time that is further ahead gives way to every other: the newest would else
   * be kept for as long as somebody's clock was wrong. One that is less ahead may be right, and the
   * clock here behind; it gives way within a day.
   */
  private static final Duration AHEAD = Duration.ofDays(1);

  /**
   * One note of all these notes with the same text: the log's signature and the newest cosignature
   * of each witness of the policy, as far as that can be by the clock here. Lines that a reader of
   * this policy cannot check are left out.
   *
   * @throws FormatException where a signature of one of these keys does not hold
   */
  static SignedNote merged(LogPolicy policy, List<SignedNote> notes, Instant now)
      throws FormatException {
    Instant latest = now.plus(AHEAD);
    List<NoteSignature> lines = new ArrayList<>();
    for (VerifierKey key : allKeys(policy)) {
      NoteSignature best = null;
      Instant newest = null;
      for (SignedNote note : notes) {
        for (NoteSignature line : note.signatures()) {
          Instant time = isBy(line, key) ? time(note.text(), key, line, policy) : null;
          if (time != null && (newest == null || isBetter(time, newest, latest))) {
            best = line;
            newest = time;
          }
        }
      }
      if (best != null) {
        lines.add(best);
      }
    }
    return new SignedNote(notes.getFirst().text(), lines);
  }

  /** The note with the mirror's own cosignature, made anew where it is old. */
  static SignedNote with(SignedNote note, SignedNote before, @Nullable SigningKey key, Instant now)
      throws FormatException {
    if (key == null) {
      return note;
    }
    if (before.text().equals(note.text())) {
      Map<String, Instant> times = Cosignature.times(before, List.of(key.verifier()));
      Instant last = times.get(key.verifier().publicKey());
      if (last != null && !last.isAfter(now) && !Renewal.isDue(last, now)) {
        for (NoteSignature line : before.signatures()) {
          if (isBy(line, key.verifier())) {
            return note.with(line);
          }
        }
      }
    }
    return note.with(key.cosign(note.text(), now.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** True where a time says more than another: the newest that can be, else the nearest. */
  private static boolean isBetter(Instant time, Instant other, Instant latest) {
    return other.isAfter(latest)
        ? time.isBefore(other)
        : time.isAfter(other) && !time.isAfter(latest);
  }

  private static boolean isBy(NoteSignature line, VerifierKey key) {
    return line.keyId() == key.keyId() && line.name().equals(key.name());
  }

  private static List<VerifierKey> allKeys(LogPolicy policy) {
    List<VerifierKey> keys = new ArrayList<>();
    keys.add(policy.log());
    keys.addAll(policy.witnessKeys());
    return keys;
  }

  private static @Nullable Instant time(
      String text, VerifierKey key, NoteSignature line, LogPolicy policy) throws FormatException {
    SignedNote alone = new SignedNote(text, List.of(line));
    if (key.equals(policy.log())) {
      return alone.signers(List.of(key)).isEmpty() ? null : Instant.EPOCH;
    }
    return Cosignature.times(alone, List.of(key)).get(key.publicKey());
  }
}
