package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.Publication;
import broadside.archive.PublicationCheck;
import broadside.archive.PublishedMail;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseReport;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.MailState;
import broadside.intake.release.ReleaseMonitor.Progress;
import broadside.intake.release.ReleaseMonitor.Step;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaserTest {
  @TempDir Path directory;
  private Letters letters;

  @BeforeEach
  void publication() throws IOException {
    letters = Letters.create(directory.resolve("pub"));
  }

  @Test
  void publishesWhatWaitsInOrderOfDateThenHashUndatedLast() throws IOException {
    letters.add(5, 1, 3);
    letters.addUndated(2);
    letters.add(4);
    letters.release(ReleaseChoice.ALL);
    assertThat(letters.published()).containsExactly(1, 3, 4, 5, 2);
    assertThat(check().total(ReleaseReport::mails)).isEqualTo(5);
  }

  @Test
  void takesTheOldestFirstAndNumbersOn() throws IOException {
    letters.add(6, 5, 4, 3, 2, 1);
    assertThat(letters.release(new ReleaseChoice.Oldest(2)).last()).isEqualTo(2);
    letters.add(7);
    ReleaseStatement second = letters.release(new ReleaseChoice.Oldest(3));
    assertThat(second.first()).isEqualTo(3);
    assertThat(second.number()).isEqualTo(2);
    assertThat(letters.release(ReleaseChoice.ALL).count()).isEqualTo(2);
    assertThat(letters.published()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(check().isWhole()).isTrue();
  }

  @Test
  void refusesWhereNothingWaits() {
    assertThatExceptionOfType(IntakeException.class)
        .isThrownBy(() -> letters.release(ReleaseChoice.ALL))
        .withMessageContaining("No mail waits");
  }

  @Test
  void givesAWithheldMailItsNumberAndNothingElse() throws IOException {
    letters.add(1, 2, 3);
    letters.withhold(2, Reason.SOURCE_PROTECTION);
    ReleaseStatement statement = letters.release(ReleaseChoice.ALL);
    assertThat(statement.published()).isEqualTo(2);
    assertThat(statement.withheld()).isEqualTo(1);
    try (Publication publication = Publication.open(letters.publicDirectory())) {
      PublishedMail withheld = publication.mail(2);
      assertThat(withheld).isNotNull();
      assertThat(withheld.eml()).isNull();
      assertThat(((ManifestLine.Withheld) withheld.line()).reason())
          .isEqualTo(Reason.SOURCE_PROTECTION);
    }
    assertThat(check().isWhole()).isTrue();
    assertThat(letters.counts())
        .containsEntry(MailState.RELEASED, 2L)
        .containsEntry(MailState.WITHHELD, 1L);
    letters.add(4);
    assertThat(letters.release(ReleaseChoice.ALL).withheld()).isZero();
  }

  @Test
  void makesTheSameBytesFromTheSameLedger() throws IOException {
    letters.add(1, 2, 3, 4, 5, 6, 7, 8);
    Letters copy = letters.copy(directory.resolve("copy"));
    letters.release(new ReleaseChoice.Oldest(3));
    letters.release(ReleaseChoice.ALL);
    copy.release(new ReleaseChoice.Oldest(3));
    copy.release(ReleaseChoice.ALL);
    assertThat(copy.files()).isEqualTo(letters.files());
  }

  /** Whatever step fails, nothing has happened, or the next run completes what has. */
  @ParameterizedTest
  @EnumSource(Step.class)
  @Tag("slow")
  void failsWholeAtEveryStep(Step step) throws IOException {
    letters.add(1, 2, 3);
    Letters clean = letters.copy(directory.resolve("clean"));
    clean.release(ReleaseChoice.ALL);
    ReleaseMonitor failing =
        new ReleaseMonitor() {
          @Override
          public boolean isCancelled() {
            return false;
          }

          @Override
          public void step(Step reached) {
            if (reached == step) {
              throw new IllegalStateException("failed at " + step);
            }
          }

          @Override
          public void progress(Progress progress) {}
        };
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> letters.release(ReleaseChoice.ALL, failing));
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      boolean committed = open.ledger().mails().counts().get(MailState.RELEASED) > 0;
      assertThat(committed).isEqualTo(step.compareTo(Step.COMMITTED) >= 0);
      boolean completed = new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      assertThat(completed).isEqualTo(step == Step.COMMITTED);
    }
    if (step.compareTo(Step.COMMITTED) < 0) {
      assertThat(letters.files().keySet()).noneMatch(file -> file.startsWith("releases/"));
      letters.release(ReleaseChoice.ALL);
    }
    assertThat(letters.files()).isEqualTo(clean.files());
  }

  @Test
  void makesACommittedReleaseAgainWhereItsFilesWereLost() throws IOException {
    letters.add(1, 2, 3);
    letters.release(new ReleaseChoice.Oldest(1));
    letters.release(ReleaseChoice.ALL);
    Map<String, String> before = letters.files();
    letters.deletePublished(2);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      assertThat(new Releaser(open).publishCommitted(ReleaseMonitor.NONE)).isTrue();
    }
    assertThat(letters.files()).isEqualTo(before);
  }

  @Test
  void stopsCleanlyWhenCancelled() throws IOException {
    letters.add(1, 2, 3);
    List<Step> steps = new ArrayList<>();
    ReleaseMonitor cancelling =
        new ReleaseMonitor() {
          private long done;

          @Override
          public boolean isCancelled() {
            return done == 2;
          }

          @Override
          public void step(Step step) {
            steps.add(step);
          }

          @Override
          public void progress(Progress progress) {
            done = progress.done();
          }
        };
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> letters.release(ReleaseChoice.ALL, cancelling));
    assertThat(steps).containsExactly(Step.NUMBERING, Step.JOINING, Step.WRITING);
    assertThat(letters.counts()).containsEntry(MailState.WAITING, 3L);
    assertThat(letters.files().keySet()).noneMatch(file -> file.startsWith("releases/"));
    try (Stream<Path> left = Files.list(letters.publication().resolve("private/releases"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void previewsWithoutAnyTrace() throws IOException {
    letters.add(1, 2, 3);
    Path target = directory.resolve("preview/releases/1");
    ReleaseStatement preview;
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      preview =
          new Releaser(open)
              .preview(ReleaseChoice.ALL, "", Letters.TIME, target, ReleaseMonitor.NONE);
    }
    assertThat(letters.counts()).containsEntry(MailState.WAITING, 3L);
    assertThat(letters.release(ReleaseChoice.ALL)).isEqualTo(preview);
  }

  @Test
  void checkingNotesAnAboutThatWasEditedSinceTheLastRelease() throws IOException {
    letters.add(1, 2, 3);
    letters.release(ReleaseChoice.ALL);
    assertThat(check().notes()).isEmpty();
    Path about = letters.publicDirectory().resolve("about");
    Files.writeString(about, Files.readString(about).replaceFirst("title .*", "title Other"));
    assertThat(check().isWhole()).isTrue();
    assertThat(check().notes())
        .containsExactly("about was changed since release 1; the next release will commit to it.");
    letters.add(4);
    letters.release(ReleaseChoice.ALL);
    assertThat(check().notes()).isEmpty();
  }

  private PublicationCheck.Report check() throws IOException {
    return PublicationCheck.check(letters.publicDirectory(), true, CheckMonitor.NONE);
  }
}
