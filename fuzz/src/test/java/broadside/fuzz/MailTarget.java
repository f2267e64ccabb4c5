package broadside.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.BodyText;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.mail.message.SoundMessage;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reader of mails, and the cutter of their bodies. */
final class MailTarget implements Target {
  private static final MessageParser PARSER = new MessageParser(MailLimits.DEFAULT);

  /** What nobody sees at the end of a line, and what can be a quote mark. */
  private static final Pattern UNSEEN = Pattern.compile("[\\x00-\\x20\\u00a0\\u3000\\ufeff>|]");

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public int longest() {
    return 8 << 10;
  }

  @Override
  public int shortRun() {
    return 1_000;
  }

  /** The golden mails of the module that reads them. */
  @Override
  public List<byte[]> seeds() throws IOException {
    Path mails = FuzzTest.ROOT.resolve("mail/src/test/resources/mails");
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(mails)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".eml")).sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    return seeds;
  }

  @Override
  public List<String> words() {
    return List.of(
        "Content-Type: multipart/mixed; boundary=a\n",
        "Content-Type: multipart/alternative; boundary=\"b\"\n",
        "Content-Type: message/rfc822\n\n",
        "Content-Type: text/html; charset=",
        "Content-Type: text/plain; format=flowed; delsp=yes\n",
        "Content-Type: application/ms-tnef\n",
        "Content-Type: application/pkcs7-mime; smime-type=signed-data\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "Content-Transfer-Encoding: x-uuencode\n",
        "Content-Disposition: attachment; filename*0*=utf-8''",
        "begin 644 x\n",
        "\nend\n",
        "--a\n",
        "--a--\n",
        "=?utf-8?Q?",
        "=?iso-2022-jp?B?",
        "?=",
        "charset=utf-7",
        "charset=hz-gb-2312",
        "charset=iso-2022-jp",
        "References: <a@b>",
        "Date: ",
        "From: ",
        "To: ",
        "Cc: ",
        "Subject: ",
        "\u001b$B",
        "~{",
        "+AGE-",
        "\r\n",
        "\n\n",
        "\n-- \n",
        "> ",
        " wrote:\n",
        "-----Original Message-----\n");
  }

  @Override
  public void check(byte[] input) throws IOException {
    SoundMessage.check(input);
    BodyText body = PARSER.bodies(input).text();
    if (body != null) {
      List<Block> blocks = TextBlocks.of(body);
      String shown = blocks.stream().map(Block::text).collect(Collectors.joining());
      assertThat(seen(shown)).as("nothing of a body is lost").isEqualTo(seen(body.text()));
    }
  }

  private static String seen(String text) {
    return UNSEEN.matcher(text).replaceAll("");
  }
}
