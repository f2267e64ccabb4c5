package broadside.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * What libraries may say on standard error. The logging system makes one when a library logs first:
 * to start it takes longer than the rest of a short command.
 */
public final class LibraryLogging {
  /** Lucene would advise on flags of the virtual machine. */
  private static final String SETTINGS =
      """
      handlers=java.util.logging.ConsoleHandler
      org.apache.lucene.level=SEVERE
      """;

  public LibraryLogging() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
