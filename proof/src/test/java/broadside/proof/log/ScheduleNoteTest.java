package broadside.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.FormatPage;
import broadside.proof.log.ScheduleNote.Part;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScheduleNoteTest {
  private static final String PUBLICATION = "ab".repeat(32);
  private static final Instant TIME = Instant.parse("2026-11-28T12:00:00Z");
  private static final Instant HOUR = Instant.parse("2026-12-09T14:00:00Z");

  @Test
  void isPrintedAsThePageHasIt() throws IOException, FormatException {
    String text = FormatPage.read("schedule.md").block("vector");
    ScheduleNote schedule = ScheduleNote.parse(text);
    assertThat(schedule.print()).isEqualTo(text);
    assertThat(schedule.last()).isEqualTo(15);
    assertThat(schedule.parts())
        .containsExactly(
            new Part(13, HOUR, "", 0),
            new Part(14, HOUR.plus(Duration.ofDays(1)), "Part 14: the harbour – 港", 2000),
            new Part(15, HOUR.plus(Duration.ofDays(2)), "", 1));
  }

  @Test
  void refusesWhatThePageRefuses() throws IOException {
    String head = "broadside/v1 schedule\npublication " + PUBLICATION + "\n";
    for (String refused : FormatPage.read("schedule.md").block("refused").lines().toList()) {
      String text = head + refused.replace("␊", "\n") + "\n";
      assertThatExceptionOfType(FormatException.class)
          .as(refused)
          .isThrownBy(() -> ScheduleNote.parse(text));
    }
    assertThat(ScheduleNote.isNamed("broadside/v2 schedule\nelse\n")).isTrue();
    assertThat(ScheduleNote.isNamed("harbour.example/log\n7\nroot\n")).isFalse();
    assertThat(ScheduleNote.isNamed("")).isFalse();
  }

  @Test
  void saysThatNothingIsAnnouncedAnyMore() throws FormatException {
    ScheduleNote none = new ScheduleNote(PUBLICATION, TIME, 0, List.of());
    assertThat(none.print())
        .isEqualTo(
            "broadside/v1 schedule\npublication %s\ntime 2026-11-28T12:00:00Z\nlast 0\n"
                .formatted(PUBLICATION));
    assertThat(ScheduleNote.parse(none.print())).isEqualTo(none);
  }

  @Test
  @Tag("slow")
  void takesTenThousandPartsOfTheLargestSizeAndNotOneMore() throws FormatException {
    SigningKey key = SigningKey.generate("harbour.example/log", KeyType.NOTE);
    int last = Integer.MAX_VALUE;
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < ScheduleNote.PARTS; i++) {
      int number = last - ScheduleNote.PARTS + 1 + i;
      parts.add(new Part(number, HOUR.plusSeconds(i), "t".repeat(200), 999_999_999_999_999_999L));
    }
    ScheduleNote schedule = new ScheduleNote(PUBLICATION, TIME, last, parts);
    String text = schedule.print();
    byte[] note = new SignedNote(text, List.of(key.sign(text))).encode();
    assertThat(note.length).isBetween(ScheduleNote.BYTES / 2, ScheduleNote.BYTES);
    SignedNote parsed = SignedNote.parse(note, ScheduleNote.BYTES);
    assertThat(parsed.signers(List.of(key.verifier()))).containsExactly(key.verifier());
    assertThat(ScheduleNote.parse(parsed.text())).isEqualTo(schedule);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> SignedNote.parse(note, note.length - 1));

    parts.addFirst(new Part(last - ScheduleNote.PARTS, HOUR.minusSeconds(1), "", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScheduleNote(PUBLICATION, TIME, last, parts));
  }
}
