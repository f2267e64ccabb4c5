package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints what a mail costs; how fast is fast enough is for a person to say. */
@Tag("acceptance")
class MessageParserSpeedTest {
  private static final int MAILS = 10_000;

  @Test
  void printsMicrosecondsPerMail() throws IOException {
    List<byte[]> mails = mails();
    assertThat(mails).hasSize(MAILS);
    MessageParser parser = new MessageParser(MailLimits.DEFAULT);
    for (int round = 1; round <= 5; round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (byte[] mail : mails) {
        assertThat(parser.parse(mail).parts().isEmpty()).isFalse();
      }
      long time = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      System.out.printf("parse, round %d: %.1f us of CPU per mail%n", round, time / 1e3 / MAILS);
    }
  }

  private static List<byte[]> mails() throws IOException {
    List<byte[]> mails = new ArrayList<>();
    try (InputStream file = Files.newInputStream(Corpora.file("enron.mbox.gz"));
        InputStream in = new GZIPInputStream(file, 1 << 16)) {
      String[] some =
          new String(in.readNBytes(MAILS * 5_000), StandardCharsets.ISO_8859_1)
              .split("\n\nFrom [^\n]*\n", -1);
      for (int i = 1; i < some.length && mails.size() < MAILS; i++) {
        ByteArrayOutputStream mail = new ByteArrayOutputStream(some[i].length());
        mail.writeBytes(some[i].getBytes(StandardCharsets.ISO_8859_1));
        mails.add(mail.toByteArray());
      }
    }
    return mails;
  }
}
