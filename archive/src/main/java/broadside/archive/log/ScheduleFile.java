package broadside.archive.log;

import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.log.ScheduleNote;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schedule of a publication as a file: what it says, and the note in which the log says so. */
public record ScheduleFile(ScheduleNote schedule, SignedNote note) {

  /**
   * The schedule in a note that this log signed.
   *
   * @param publication of which it must be
   * @throws ReleaseException where the log signed it and it cannot be read, as one of a newer
   *     format
   * @throws FormatException where it is no schedule of this publication that the log signed
   */
  public static ScheduleFile parse(byte[] bytes, VerifierKey log, String publication)
      throws FormatException, ReleaseException {
    SignedNote note = SignedNote.parse(bytes, ScheduleNote.BYTES);
    note.signers(List.of(log));
    ScheduleNote schedule;
    try {
      schedule = ScheduleNote.parse(note.text());
    } catch (FormatException e) {
      if (ScheduleNote.isNamed(note.text())) {
        throw new ReleaseException(
            "The log signed a schedule that cannot be read here: %s.".formatted(e.getMessage()));
      }
      throw e;
    }
    if (!schedule.publication().equals(publication)) {
      throw new FormatException("it is of another publication");
    }
    return new ScheduleFile(schedule, note);
  }

  /**
   * The schedule in {@code publication/public}, or null where there is none that holds: nothing
   * rests on it, so that one that is damaged is as none.
   */
  public static @Nullable ScheduleFile read(Path directory, VerifierKey log, String publication)
      throws IOException {
    try {
      Path file = directory.resolve(ScheduleNote.PATH);
      return Files.size(file) > ScheduleNote.BYTES
          ? null
          : parse(Files.readAllBytes(file), log, publication);
    } catch (NoSuchFileException | FormatException | ReleaseException e) {
      return null;
    }
  }

  /** Puts it where readers find it, in the place of the one that is there. */
  public void write(Path directory) throws IOException {
    Durable.replace(directory.resolve(ScheduleNote.PATH), note.encode());
  }
}
