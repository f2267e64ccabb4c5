package broadside.site.answers;

import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedState;
import broadside.proof.text.SignedText;
import broadside.site.http.Kind;
import broadside.site.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a custodian is told of its note.
 *
 * @param isNew true where pages say something else now
 * @param isToBeRepeated true where it is to be sent again later
 */
public record NoteAnswer(Reply.Bytes reply, boolean isNew, boolean isToBeRepeated) {
  private NoteAnswer(Reply.Bytes reply, boolean isNew) {
    this(reply, isNew, false);
  }

  static NoteAnswer of(NoteBox.Taken taken, SealedState state, Instant now) {
    return switch (taken) {
      case GOOD -> new NoteAnswer(reply(201, "Taken."), true);
      case KNOWN -> new NoteAnswer(reply(200, "Known already."), false);
      case BAD ->
          new NoteAnswer(
              reply(
                  422,
                  "This share does not fit the seal. It is kept as evidence against who signed it."),
              true);
      case EARLY ->
          new NoteAnswer(
              state.isToCome()
                  ? reply(
                      425,
                      "This share is early: it is due at %s, and the clock here shows %s. It was not kept."
                          .formatted(SignedText.time(state.due()), SignedText.time(now)))
                  : reply(422, "This release was taken back: no share of it is kept."),
              false);
      case LATER ->
          new NoteAnswer(
              reply(
                  503,
                  "Too many bad shares of this custodian came here just now. Send it again in a minute, or to another mirror."),
              false,
              true);
      case NOTHING ->
          new NoteAnswer(
              reply(
                  422, "This is no receipt and no share that a custodian of this release signed."),
              false);
    };
  }

  /** There is nothing of which it could speak. */
  static NoteAnswer none(int release) {
    return new NoteAnswer(reply(404, "Release %d was never sealed.".formatted(release)), false);
  }

  /** It could not be written. */
  static NoteAnswer unwritten() {
    return new NoteAnswer(
        reply(503, "The note could not be kept here. Send it again later, or to another mirror."),
        false,
        true);
  }

  private static Reply.Bytes reply(int status, String sentence) {
    return Reply.of(status, Kind.ANSWER, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
