package broadside.cli;

import broadside.intake.Settings;
import org.jspecify.annotations.Nullable;

/** What can be held besides mails with findings. */
enum HoldRule {
  ATTACHMENTS;

  /** The settings by which that is held too. */
  static Settings in(Settings settings, @Nullable HoldRule rule) {
    return rule == null
        ? settings
        : switch (rule) {
          case ATTACHMENTS -> new Settings(true);
        };
  }
}
