package broadside.intake.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.PublicationCheck;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Part;
import broadside.intake.release.CatchUp;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a plan become releases. */
class PlannedReleaseTest {
  @TempDir private Path scratch;
  private Series series;

  @BeforeEach
  void planned() throws IOException {
    series = Series.create(scratch);
    series.notes(1, "a", "b", "c", "d", "e");
    series.note("late", "2020-12-31T09:00:00Z", "a");
    series.note("u", "", "c");
    series.add();
    series.cut(new Cut.Equal(3));
    assertThat(series.parts())
        .containsExactly(List.of("a", "late"), List.of("b", "c", "u"), List.of("d", "e"));
  }

  @Test
  @Tag("slow")
  void takesExactlyThePartInItsOrderAndTakesItOutOfThePlan() throws IOException {
    series.open(open -> {
      new Planner(open).setTitle(2, "The second");
      return true;
    });
    ReleaseStatement first = series.release(ReleaseChoice.NEXT_PART);
    assertThat(first.count()).isEqualTo(2);
    assertThat(first.title()).isEmpty();
    assertThat(series.parts()).containsExactly(List.of("b", "c", "u"), List.of("d", "e"));
    assertThat(series.calendar().rows())
        .extracting(Calendar.Row::number)
        .as("numbered by their releases")
        .containsExactly(2, 3);
    assertThat(series.calendar().rows().getFirst().first()).isEqualTo(3);
    ReleaseStatement second = series.release(ReleaseChoice.NEXT_PART);
    assertThat(second.title()).isEqualTo("The second");
    assertThat(series.release(ReleaseChoice.NEXT_PART).last()).isEqualTo(7);
    assertThat(series.published(1, 7)).containsExactly("a", "late", "b", "c", "u", "d", "e");
    assertThat(series.calendar().rows()).isEmpty();
    assertThatExceptionOfType(IntakeException.class)
        .isThrownBy(() -> series.release(ReleaseChoice.NEXT_PART))
        .withMessageContaining("no plan");
    assertThat(
            PublicationCheck.check(series.publication().resolve("public"), true, CheckMonitor.NONE)
                .isWhole())
        .isTrue();
  }

  @Test
  void nextPartsAreToldWithoutTheRest() throws IOException {
    series.open(open -> {
      List<Part> next = open.ledger().parts().next(2);
      assertThat(next).extracting(Part::count).containsExactly(2L, 3L);
      assertThat(next.getLast().time()).isEqualTo("2026-12-02T14:00:00Z");
      return true;
    });
  }

  @Test
  void withheldMailsOfAPartKeepTheirPlaceAndHeldOnesLeaveThePlan() throws IOException {
    series.decide("late", MailState.WITHHELD);
    series.decide("c", MailState.HELD);
    ReleaseStatement first = series.release(ReleaseChoice.NEXT_PART);
    assertThat(first.withheld()).isEqualTo(1);
    assertThat(series.published(1, 2)).containsExactly("a", "-");
    assertThat(series.calendar().rows().getFirst().part().held()).isEqualTo(1);
    assertThat(series.release(ReleaseChoice.NEXT_PART).count()).isEqualTo(2);
    assertThat(series.published(3, 4)).containsExactly("b", "u");
    series.decide("c", MailState.WAITING);
    assertThat(series.calendar().outside().waiting()).isEqualTo(1);
    assertThat(series.parts()).containsExactly(List.of("d", "e"));
  }

  @Test
  @Tag("slow")
  void aPartOfWithheldMailsAloneIsReleasedAndOneOfHeldMailsIsNot() throws IOException {
    series.decide("a", MailState.WITHHELD);
    series.decide("late", MailState.WITHHELD);
    for (String name : new String[] {"b", "c", "u"}) {
      series.decide(name, MailState.HELD);
    }
    assertThat(series.release(ReleaseChoice.NEXT_PART).withheld()).isEqualTo(2);
    assertThatExceptionOfType(IntakeException.class)
        .isThrownBy(() -> series.release(ReleaseChoice.NEXT_PART))
        .withMessageContaining("part 2 of the plan are held now");
    assertThat(series.parts()).hasSize(2);
    series.open(open -> {
      new Planner(open).merge(2, 3);
      return true;
    });
    assertThat(series.release(ReleaseChoice.NEXT_PART).published()).isEqualTo(2);
  }

  @Test
  @Tag("slow")
  void aPartOfHeldMailsKeepsNoLaterOneBack() throws IOException {
    series.open(open -> {
      new Planner(open).setTitle(2, "Without a release");
      new Planner(open).setTitle(3, "The third");
      return true;
    });
    for (String name : new String[] {"b", "c", "u"}) {
      series.decide(name, MailState.HELD);
    }
    assertThat(series.release(ReleaseChoice.NEXT_PART).count()).isEqualTo(2);
    assertThat(passOver("2026-12-03T13:59:59Z")).as("until the next is due").isEmpty();
    assertThat(series.parts()).containsExactly(List.of("b", "c", "u"), List.of("d", "e"));
    List<Part> passed = passOver("2026-12-03T14:00:00Z");
    assertThat(passed).extracting(Part::held).containsExactly(3L);
    assertThat(series.parts()).containsExactly(List.of("b", "c", "d", "e", "u"));
    series.decide("c", MailState.WAITING);
    ReleaseStatement second = series.release(ReleaseChoice.NEXT_PART);
    assertThat(second.title()).isEqualTo("The third");
    assertThat(series.published(3, 5)).containsExactly("c", "d", "e");
    assertThat(passOver("2027-01-01T00:00:00Z")).isEmpty();
  }

  private List<Part> passOver(String now) throws IOException {
    List<Part> passed = new ArrayList<>();
    series.open(open -> passed.addAll(new Planner(open).passOverHeld(Instant.parse(now))));
    return passed;
  }

  @Test
  void aFailedReleaseLeavesThePlan() throws IOException {
    List<List<String>> before = series.parts();
    ReleaseMonitor cancelled =
        new ReleaseMonitor() {
          @Override
          public boolean isCancelled() {
            return true;
          }

          @Override
          public void step(Step step) {}

          @Override
          public void progress(Progress progress) {}
        };
    series.open(open -> {
      Releaser releaser = new Releaser(open);
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() ->
              releaser.release(
                  ReleaseChoice.NEXT_PART, "", Series.NOW, statement -> null, cancelled));
      releaser.preview(
          ReleaseChoice.NEXT_PART,
          "",
          Series.NOW,
          scratch.resolve("preview/1"),
          ReleaseMonitor.NONE);
      return true;
    });
    assertThat(series.parts()).isEqualTo(before);
  }

  @Test
  @Tag("slow")
  void whatComesOutInAnotherWayLeavesThePlan() throws IOException {
    series.release(new ReleaseChoice.Oldest(3));
    assertThat(series.published(1, 3)).containsExactly("a", "b", "c");
    assertThat(series.parts()).containsExactly(List.of("late"), List.of("u"), List.of("d", "e"));
    series.release(new ReleaseChoice.Oldest(2));
    assertThat(series.parts())
        .as("no part is empty")
        .containsExactly(List.of("late"), List.of("u"));
    series.release(ReleaseChoice.ALL);
    assertThat(series.calendar().rows()).isEmpty();
    assertThat(series.calendar().zone().getId()).isEqualTo("Z");
  }

  @Test
  @Tag("slow")
  void whatEditorsSignedIsPublishedWhetherItWasAPartOrTheOldest() throws IOException {
    SignedStatement part = propose(ReleaseChoice.NEXT_PART);
    SignedStatement oldest = propose(new ReleaseChoice.Oldest(2));
    assertThat(part.statement()).isNotEqualTo(oldest.statement());

    Path other = scratch.resolve("other");
    copy(series.publication(), other);
    assertThat(publish(series, part)).isEqualTo(part.statement());
    assertThat(series.parts()).containsExactly(List.of("b", "c", "u"), List.of("d", "e"));
    assertThat(series.published(1, 2)).containsExactly("a", "late");

    Series copy = new Series(other, series.sources());
    assertThat(publish(copy, oldest)).isEqualTo(oldest.statement());
    assertThat(copy.published(1, 2)).containsExactly("a", "b");
    assertThat(copy.parts()).containsExactly(List.of("late"), List.of("c", "u"), List.of("d", "e"));
  }

  @Test
  void whatEditorsSignedBeforeThePlanChangedIsRefused() throws IOException {
    SignedStatement part = propose(ReleaseChoice.NEXT_PART);
    series.open(open -> {
      new Planner(open).merge(1, 2);
      return true;
    });
    List<List<String>> before = series.parts();
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> publish(series, part))
        .withMessageContaining("something has changed since");
    assertThat(series.parts()).isEqualTo(before);
  }

  /** An older copy, restored: what was published since is taken out of its plan. */
  @Test
  @Tag("slow")
  void catchingUpTakesWhatIsPublicOutOfThePlan() throws IOException {
    Path old = scratch.resolve("old");
    copy(series.publication(), old);
    series.release(ReleaseChoice.NEXT_PART);
    series.release(ReleaseChoice.NEXT_PART);
    Path fetched = scratch.resolve("fetched");
    copy(series.publication().resolve("public"), fetched);
    Series restored = new Series(old, series.sources());
    restored.open(open -> new CatchUp(open, ReleaseMonitor.NONE).from(fetched));
    assertThat(restored.parts()).containsExactly(List.of("d", "e"));
    assertThat(restored.calendar().rows().getFirst().number()).isEqualTo(3);
    assertThat(restored.release(ReleaseChoice.NEXT_PART).count()).isEqualTo(2);
  }

  private SignedStatement propose(ReleaseChoice choice) throws IOException {
    return series.open(open -> {
      Path target = scratch.resolve("proposal/1");
      ReleaseStatement statement =
          new Releaser(open).preview(choice, "", Series.NOW, target, ReleaseMonitor.NONE);
      Durable.deleteTree(target);
      return new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()).sign(statement);
    });
  }

  private static ReleaseStatement publish(Series series, SignedStatement signed)
      throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(series.publication())) {
      return new Releaser(open).release(signed, ReleaseMonitor.NONE);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
