package broadside.mail.source;

import static broadside.mail.source.Packing.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes random mails in each dialect and reads them back; a failure names its seed. */
class MboxRoundTripTest {
  private static final String[] LINES = {
    "",
    "Hello.",
    "From Russia with love",
    ">From the sea",
    ">>From the land",
    "> > From afar",
    "From ada@example.org Thu Apr  2 10:00:00 2015",
    "Subject: not a header",
    ">",
    "From ",
    "\r",
    "a\rb",
    "Content-Length: 7",
    "\u00e9\u0000\u00ff"
  };

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = SourceFormat.class,
      names = {"MBOXO", "MBOXRD", "MBOXCL", "PIPERMAIL"})
  @Tag("slow")
  void readsBackWhatWasWritten(SourceFormat dialect) throws IOException {
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      String lineEnd = random.nextInt(4) == 0 ? "\r\n" : "\n";
      List<String> expected = new ArrayList<>();
      StringBuilder box = new StringBuilder();
      int mails = 1 + random.nextInt(30);
      for (int i = 0; i < mails; i++) {
        String body = body(random, lineEnd);
        String length =
            dialect == SourceFormat.MBOXCL ? "Content-Length: " + body.length() + lineEnd : "";
        String header = "Subject: " + i + lineEnd + length + lineEnd;
        String quoted = quoted(body, dialect);
        box.append(from(dialect)).append(lineEnd).append(header).append(quoted).append(lineEnd);
        expected.add(header + (dialect == SourceFormat.MBOXRD ? body : quoted));
      }
      Path file = folder.resolve("box");
      Files.write(file, bytes(box.toString()));
      SourceOptions options =
          new SourceOptions(dialect, SourceOptions.DEFAULT.mail(), SourceOptions.DEFAULT.archive());
      assertThat(Events.of(file, options).texts()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static String from(SourceFormat dialect) {
    String writer = dialect == SourceFormat.PIPERMAIL ? "ada at example.org " : "ada@example.org";
    return "From " + writer + " Thu Apr  2 10:00:00 2015";
  }

  private static String body(Random random, String lineEnd) {
    StringBuilder body = new StringBuilder();
    for (int lines = random.nextInt(20); lines > 0; lines--) {
      body.append(LINES[random.nextInt(LINES.length)]).append(lineEnd);
      if (random.nextInt(50) == 0) {
        body.append("x".repeat(random.nextInt(100_000))).append(lineEnd);
      }
    }
    return body.toString();
  }

  private static String quoted(String body, SourceFormat dialect) {
    return switch (dialect) {
      case MBOXRD -> body.replaceAll("(?md)^(>*From )", ">$1");
      case MBOXCL -> body;
      default -> body.replaceAll("(?md)^From ", ">From ");
    };
  }
}
