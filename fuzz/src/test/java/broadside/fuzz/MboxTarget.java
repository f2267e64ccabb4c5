package broadside.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.MailLimits;
import broadside.mail.source.ArchiveLimits;
import broadside.mail.source.Events;
import broadside.mail.source.Place;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The readers of sources beside their counter. The first byte of an input chooses the dialect. */
final class MboxTarget implements Target {
  private static final String FROM = "From ada@example.org Thu Apr  2 10:00:00 2015\n";

  /** The last one is found out. */
  private static final List<SourceFormat> DIALECTS =
      List.of(SourceFormat.MBOXO, SourceFormat.MBOXRD, SourceFormat.MBOXCL, SourceFormat.PIPERMAIL);

  /** What is not packed, and is told byte for byte. */
  private static final Set<SourceFormat> PLAIN =
      Set.of(SourceFormat.MBOXO, SourceFormat.MBOXCL, SourceFormat.PIPERMAIL, SourceFormat.EML);

  /** So that an input can hold a mail that is too large. */
  private static final MailLimits LIMITS =
      new MailLimits(1 << 10, 64, 1_000, 1 << 20, 10_000, 5_000, 1 << 20, 1 << 20, 200);

  private final Path folder = FuzzTest.WORK.resolve(name());

  @Override
  public String name() {
    return "mbox";
  }

  @Override
  public int longest() {
    return 4 << 10;
  }

  @Override
  public int shortRun() {
    return 500;
  }

  @Override
  public List<byte[]> seeds() {
    String mail = FROM + "Subject: a\n\none\n\n";
    return Seeds.of(
        "4" + mail + mail.replace("one", "two\n>From the sea\n>>From afar"),
        "4" + mail.replace("\n", "\r\n").repeat(2),
        "4" + mail.replace("ada@", "ada at ").repeat(2),
        "4" + FROM + "Content-Length: 12\n\nFrom Russia\n\n" + mail,
        "4" + "From - \nX-Mozilla-Status: 1\n\nb\n\nFrom - \n\nc",
        "4" + mail.strip() + "\n" + mail,
        "4" + mail + FROM + "\n" + FROM + "Subject: long\n\n" + "x".repeat(1_200) + "\n\n" + mail,
        "4" + "From: a@b.example\nSubject: alone\n\nbody\n",
        "4" + "41\nFrom: a@b.example\nSubject: in emlx\n\nbody\n<?xml?>",
        "1" + mail + mail,
        "2" + mail + mail,
        "3" + mail + mail);
  }

  @Override
  public List<String> words() {
    return List.of(
        FROM,
        "\n\nFrom ",
        "From ",
        ">From ",
        ">>From ",
        "From a at b Thu Apr  2 10:00:00 2015\n",
        "From - \n",
        "Content-Length: 5\n",
        "Content-Length: ",
        "Subject: a\n",
        "\n\n",
        "\r\n",
        "\r\n\r\n",
        "\r",
        " 10:00 ",
        " Apr ",
        "PK\u0003\u0004",
        "PK\u0005\u0006",
        "\n>",
        "> > ");
  }

  @Override
  public void check(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int choice = (input[0] & 0xff) % (DIALECTS.size() + 1);
    SourceFormat dialect = choice == DIALECTS.size() ? null : DIALECTS.get(choice);
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    tellsAllOnce(content, options(dialect, LIMITS));
    readsBackWhatWasWritten(new String(content, StandardCharsets.ISO_8859_1));
  }

  /** The counter expects as much as is told, which is the same twice; nothing is told twice. */
  private void tellsAllOnce(byte[] content, SourceOptions options) throws IOException {
    Events told = read(content, options);
    Events again = read(content, options);
    assertThat(again.mails).isEqualTo(told.mails);
    assertThat(again.refused).isEqualTo(told.refused);
    assertThat(again.repaired).isEqualTo(told.repaired);
    Place before = null;
    for (Events.Mail mail : told.mails) {
      Place place = mail.place();
      assertThat(mail.text().length()).isLessThanOrEqualTo((int) place.length());
      if (before != null && before.file().equals(place.file())) {
        assertThat(place.offset()).isGreaterThanOrEqualTo(before.offset() + before.length());
      }
      before = place;
      if (PLAIN.contains(told.files.get(place.file())) && isUnpacked(content)) {
        int from = (int) place.offset();
        byte[] there = Arrays.copyOfRange(content, from, from + (int) place.length());
        assertThat(mail.text()).isEqualTo(new String(there, StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** Any body in an mbox of two mails that is quoted, and in one that tells lengths. */
  private void readsBackWhatWasWritten(String text) throws IOException {
    String body = text + "\n";
    String quoted = body.replaceAll("(?md)^(>*From )", ">$1");
    String mail = "Subject: a\n\n";
    byte[] box = latin((FROM + mail + quoted + "\n").repeat(2));
    assertThat(read(box, options(SourceFormat.MBOXRD, MailLimits.DEFAULT)).texts())
        .containsExactly(mail + body, mail + body);
    String counted = "Subject: a\nContent-Length: " + body.length() + "\n\n";
    byte[] measured = latin((FROM + counted + body + "\n").repeat(2));
    assertThat(read(measured, options(SourceFormat.MBOXCL, MailLimits.DEFAULT)).texts())
        .containsExactly(counted + body, counted + body);
  }

  private Events read(byte[] content, SourceOptions options) throws IOException {
    Files.createDirectories(folder);
    Path source = folder.resolve("source");
    Files.deleteIfExists(source); // some file systems wait for the disk where a file is emptied
    Files.write(source, content, StandardOpenOption.CREATE_NEW);
    return Events.of(source, options);
  }

  private SourceOptions options(@Nullable SourceFormat dialect, MailLimits limits) {
    return new SourceOptions(dialect, limits, ArchiveLimits.DEFAULT).spoolingTo(folder);
  }

  private static boolean isUnpacked(byte[] content) {
    return content[0] != 0x1f && content[0] != 0x28;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
