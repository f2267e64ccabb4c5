package broadside.archive.verify;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.LogWriter;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.Finding.Kind;
import broadside.proof.log.ScheduleNote;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit says of witnesses, their times, and hours that were announced. */
class AuditedTimesTest {
  @TempDir Path scratch;

  @Test
  void saysThatWitnessTimesAreOld() throws IOException, FormatException {
    SigningKey witness = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    Path directory = scratch.resolve("witnessed");
    ReleaseSample sample = ReleaseSample.in(directory, witness, null);
    sample.log().seenAt(AuditTest.NOW);
    sample.release("One", 1);
    assertThat(AuditTest.audit(directory, null, AuditTest.NOW.plus(Audit.FRESH)).findings())
        .isEmpty();
    Audit.Report late =
        AuditTest.audit(directory, null, AuditTest.NOW.plus(Audit.FRESH).plusSeconds(1));
    assertThat(late.verdict()).isEqualTo(Kind.STALE);
    assertThat(late.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.sentence()).contains("2026-06-01T00:00:00Z", "newer one"));
    // Renewed times make it fresh again; an old cosignature beside them does no harm.
    SignedNote note = AuditTest.note(directory);
    SignedNote renewed =
        note.with(witness.cosign(note.text(), AuditTest.NOW.plus(Duration.ofDays(3))));
    new LogWriter(directory).publish(renewed);
    assertThat(AuditTest.audit(directory, null, AuditTest.NOW.plus(Duration.ofDays(3))).findings())
        .isEmpty();
  }

  @Test
  void timeOfAWitnessThatIsStillToComeDoesNotMakeItFresh() throws IOException, FormatException {
    SigningKey witness = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    Path directory = scratch.resolve("ahead");
    ReleaseSample sample = ReleaseSample.in(directory, witness, null);
    sample.log().seenAt(AuditTest.NOW.plus(Freshness.AHEAD));
    sample.release("One", 1);
    assertThat(AuditTest.audit(directory, null, AuditTest.NOW).findings()).isEmpty();
    Audit.Report ahead = AuditTest.audit(directory, null, AuditTest.NOW.minusSeconds(1));
    assertThat(ahead.verdict()).isEqualTo(Kind.STALE);
    assertThat(ahead.findings())
        .extracting(Finding::sentence)
        .anyMatch(s -> s.contains("has signed at 2026-06-01T00:05:00Z, which is still to come"))
        .anyMatch(s -> s.startsWith("No quorum of witnesses has seen this state"));
  }

  @Test
  void isForgedWithoutTheWitnessesThatThePolicyAsksFor() throws IOException, FormatException {
    SigningKey witness = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    Path directory = scratch.resolve("alone");
    ReleaseSample sample = ReleaseSample.in(directory, witness, null);
    sample.release("One", 1);
    SignedNote note = AuditTest.note(directory);
    new LogWriter(directory).publish(new SignedNote(note.text(), note.signatures().subList(0, 1)));
    AuditTest.found(directory, Kind.FORGED, "too few for the quorum");
    SigningKey other = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    new LogWriter(directory)
        .publish(
            new SignedNote(note.text(), note.signatures().subList(0, 1))
                .with(other.cosign(note.text(), AuditTest.NOW)));
    AuditTest.found(directory, Kind.FORGED, "too few for the quorum");
  }

  @Test
  void notesAPartThatIsAnnouncedAndLate() throws IOException {
    Path directory = scratch.resolve("announced");
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 1);
    String schedule =
        new ScheduleNote(
                sample.log().policy().hash(),
                ReleaseSample.TIME,
                3,
                List.of(
                    new ScheduleNote.Part(1, AuditTest.NOW.minusSeconds(30), "", 0),
                    new ScheduleNote.Part(2, AuditTest.NOW, "", 0),
                    new ScheduleNote.Part(3, AuditTest.NOW.plusSeconds(1), "", 0)))
            .print();
    Files.write(
        directory.resolve("schedule"),
        new SignedNote(schedule, List.of(sample.log().key().sign(schedule))).encode());
    AuditTest.found(
        directory, Kind.NOTE, "Part 2 was announced for 2026-06-01T00:00:00Z, and is not out");
    assertThat(AuditTest.audit(directory, null, AuditTest.NOW.minusSeconds(1)).findings())
        .isEmpty();
    assertThat(AuditTest.audit(directory, null, AuditTest.NOW.plusSeconds(1)).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.sentence()).contains("nor is the one after it"));
  }
}
