package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.Receipt;
import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriedNoteTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  private SigningKey key;
  private List<String> notes;

  @BeforeEach
  void sign() throws FormatException {
    key = SigningKey.generate("keeper", KeyType.NOTE);
    Share share = new Share(3, Secret.draw(new SecureRandom()));
    notes =
        List.of(
            signed(new ShareNote(HASH, 7, HASH, share).print()),
            signed(new Receipt(HASH, 2, 7, HASH, Instant.parse("2026-12-01T14:00:00Z")).print()));
  }

  private String signed(String text) {
    return new SignedNote(text, List.of(key.sign(text))).print();
  }

  /** What of its readings the signature holds for. */
  private List<String> signed(byte[] carried) {
    return CarriedNote.readings(carried).stream()
        .filter(this::isSigned)
        .map(reading -> new String(reading, StandardCharsets.UTF_8))
        .toList();
  }

  private boolean isSigned(byte[] reading) {
    try {
      SignedNote note = SignedNote.parse(reading);
      return note.signatures().size() == 1 && !note.signers(List.of(key.verifier())).isEmpty();
    } catch (FormatException e) {
      return false;
    }
  }

  /** Breaks lines as programs for mail do: at a space where there is one, else in the middle. */
  private static String wrapped(String text, int width) {
    StringBuilder wrapped = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      String rest = line;
      while (rest.length() > width) {
        int space = rest.lastIndexOf(' ', width);
        int at = space > 1 ? space : width;
        wrapped.append(rest, 0, at).append('\n');
        rest = rest.substring(space > 1 ? at + 1 : at);
      }
      wrapped.append(rest).append('\n');
    }
    return wrapped.substring(0, wrapped.length() - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {78, 72, 998, 66, 100})
  void isWhatWasSignedHoweverItCame(int width) throws FormatException {
    for (String note : notes) {
      String quoted = "> " + wrapped(note, width).replace("\n", "\n> ");
      List<String> carried =
          List.of(
              note,
              note.replace("\n", "\r\n"),
              note.strip(),
              "\ufeff" + note,
              note.replace("\n\n", "\n"),
              note.replace("\n\n", "\n\n\n"),
              wrapped(note, width),
              wrapped(note, width).replace("\n", " \r\n"),
              quoted,
              "Dear harbour master,\n\nhere it is:\n\n%s\n\nRegards\nKeeper\n".formatted(note),
              "On Monday Keeper wrote:\n%s\n".formatted(quoted),
              "Hello\n\n%sBob\n".formatted(note),
              note + "Bob\nKeeper\n",
              note + "Greetings",
              note + "Regards\nBob the keeper\n",
              note + "— Bob\n",
              "> " + (note + "Greetings\nBob").replace("\n", "\n> "),
              wrapped(note, width) + "Bob\n",
              quoted.stripTrailing() + "\n> Greetings\n");
      for (String one : carried) {
        assertThat(signed(one.getBytes(StandardCharsets.UTF_8))).as(one).containsExactly(note);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "broadside/v1 share",
        "broadside/v1 share\n\n",
        "Dear harbour master,\n\nnothing yet.\n",
        "— keeper AAAA\n"
      })
  void whatIsNoneHasNoReading(String text) {
    assertThat(CarriedNote.readings(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(CarriedNote.readings(new byte[] {(byte) 0xff, 0, 7})).isEmpty();
  }

  @Test
  void hasNoMoreReadingsThanANoteHasRoomFor() {
    String carried = notes.getFirst() + "a\n".repeat(CarriedNote.BYTES);
    assertThat(CarriedNote.readings(carried.getBytes(StandardCharsets.UTF_8)))
        .hasSizeBetween(1, NoteBox.BYTES)
        .allMatch(reading -> reading.length <= NoteBox.BYTES);
  }
}
