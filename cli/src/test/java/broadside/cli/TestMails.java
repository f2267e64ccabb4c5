package broadside.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Mails of a fictional harbour, in files of their own. */
final class TestMails {
  private TestMails() {}

  /** Mails 1 to {@code count} with the words "High water" and their number, of as many days. */
  static void tides(Path directory, int count) throws IOException {
    for (int i = 1; i <= count; i++) {
      Files.writeString(
          directory.resolve(i + ".eml"),
          "From: a@port.example\nDate: Mon, %d Mar 2019 09:00:00 +0000\nMessage-ID: <%d@port.example>\nSubject: Tide %d\n\nHigh water %d.\n"
              .formatted(i, i, i, i));
    }
  }

  /** A mail of that day of a month, from the keeper of the light to the port's office. */
  static void toOffice(Path directory, int day, String subject) throws IOException {
    Files.writeString(
        directory.resolve(day + ".eml"),
        """
        From: keeper@light.example
        To: office@port.example
        Date: Mon, %d Mar 2020 09:00:00 +0000
        Subject: %s

        Number %d.
        """
            .formatted(day, subject, day));
  }
}
