package broadside.intake;

import com.electronwill.nightconfig.core.Config;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The few settings of a publication, {@code private/broadside.toml}.
 *
 * @param holdAttachments true where mails with attachments that nobody looks into are held
 */
public record Settings(boolean holdAttachments) {
  /** What {@code init} writes. */
  public static final Settings DEFAULT = new Settings(false);

  private static final String HOLD_ATTACHMENTS = "hold_attachments";

  /** The settings in {@code file}; a key that nothing reads is refused, since it is a mistake. */
  static Settings read(Path file) throws IOException {
    try {
      Config config = new TomlParser().parse(Files.readString(file, StandardCharsets.UTF_8));
      for (Config.Entry entry : config.entrySet()) {
        if (!entry.getKey().equals(HOLD_ATTACHMENTS)) {
          throw bad(file, "there is no setting \"" + entry.getKey() + "\"");
        }
        if (!(entry.getValue() instanceof Boolean)) {
          throw bad(file, HOLD_ATTACHMENTS + " must be true or false");
        }
      }
      return new Settings(config.getOrElse(HOLD_ATTACHMENTS, DEFAULT.holdAttachments));
    } catch (ParsingException e) {
      throw bad(file, String.valueOf(e.getMessage()));
    }
  }

  /** The file's text. */
  String print() {
    return """
    # Settings of this publication.

    # true: mails that are added from now on are held until a person has looked at them, where they
    # have attachments that Broadside does not look into: pictures, PDF files, office documents.
    %s = %s
    """
        .formatted(HOLD_ATTACHMENTS, holdAttachments);
  }

  private static IntakeException bad(Path file, String what) {
    return new IntakeException(
        IntakeException.Refusal.BAD_SETTINGS, file, file + " cannot be understood: " + what + ".");
  }
}
