package broadside.intake.sign;

import broadside.archive.log.ScheduleFile;
import broadside.archive.verify.Freshness;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Announcement;
import broadside.proof.log.ScheduleNote;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the file {@code schedule} to what the ledger announces of the plan. The ledger is
 * committed before: a stop between the two leaves the old schedule, and the same call after it
 * writes the new one.
 *
 * <p><b>Threads:</b> one; the publication is open for writing.
 */
public final class PublicSchedule {
  private final PrivateDirectory directory;

  /** The schedule of this publication. */
  public PublicSchedule(PrivateDirectory directory) {
    this.directory = directory;
  }

  /** Writes the schedule where it says something else, or where there is none and should be. */
  public void refresh() throws IOException {
    refresh(Instant.now());
  }

  /** The same at a time. */
  void refresh(Instant now) throws IOException {
    Announcement announcement = directory.ledger().announcement();
    Announcement.Extent extent = announcement.extent();
    if (extent == null && !Files.exists(directory.publicDirectory().resolve(ScheduleNote.PATH))) {
      return; // mostly: nothing was ever announced
    }
    ScheduleNote before = published();
    if (extent == null && (before == null || before.last() == 0)) {
      return;
    }
    List<ScheduleNote.Part> parts = extent == null ? List.of() : announcement.parts(extent);
    int last = extent == null ? 0 : announcement.newest() + parts.size();
    if (before == null || before.last() != last || !before.parts().equals(parts)) {
      write(new ScheduleNote(directory.identity(), time(before, now), last, parts));
    }
  }

  /** What readers are told now, or null where they never were. */
  public @Nullable ScheduleNote published() throws IOException {
    ScheduleFile file =
        ScheduleFile.read(
            directory.publicDirectory(),
            CurrentLog.of(directory).policy().log(),
            directory.identity());
    return file == null ? null : file.schedule();
  }

  /** A mirror takes none that is not newer, and none of a time that is still to come. */
  private static Instant time(@Nullable ScheduleNote before, Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.SECONDS);
    return before == null
            || before.time().isBefore(time)
            || before.time().isAfter(now.plus(Freshness.AHEAD))
        ? time
        : before.time().plusSeconds(1);
  }

  private void write(ScheduleNote schedule) throws IOException {
    String name = CurrentLog.of(directory).keyFile();
    SigningKey key = new Keys(directory.keysDirectory(), Passphrases.NONE).open(name);
    String text = schedule.print();
    new ScheduleFile(schedule, new SignedNote(text, List.of(key.sign(text))))
        .write(directory.publicDirectory());
  }
}
