package broadside.mail.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutates the golden mails by a seed that a failure names, for {@code fuzz.seconds} from {@code
 * fuzz.seed} on.
 */
class MessageParserFuzzTest {
  private static final List<String> TOKENS =
      List.of(
          "\n",
          "\r\n",
          "\r",
          "\n\n",
          "\0",
          "--",
          "--a",
          "--m--",
          ":",
          ";",
          "=",
          "=?",
          "?=",
          "?B?",
          "=?utf-8?Q?",
          "\"",
          "(",
          ")",
          "<",
          ">",
          "@",
          ",",
          "\\",
          "*0*=",
          "%",
          "''",
          "\t",
          "=\n",
          "begin 644 x\n",
          "Content-Type: multipart/mixed; boundary=a\n",
          "charset=utf-7",
          "charset=gb2312",
          "charset=iso-2022-jp",
          "Content-Type: message/rfc822\n\n",
          "Content-Transfer-Encoding: base64\n",
          "Content-Transfer-Encoding: quoted-printable\n",
          "Date: 99 Foo 99 99:99:99 +9999\n",
          "References: <\n",
          "\u00ff\u00fe",
          "\u001b$B",
          "~{");

  @Test
  @Tag("slow")
  void readsMutatedMails() throws IOException {
    run(Duration.ofSeconds(2), 1);
  }

  @Test
  @Tag("acceptance")
  void readsMutatedMailsForLong() throws IOException {
    run(Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 60)), System.nanoTime());
  }

  private static void run(Duration time, long defaultSeed) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Path mail : GoldenMailTest.mails()) {
      seeds.add(Files.readAllBytes(mail));
    }
    long end = System.nanoTime() + time.toNanos();
    long first = Long.getLong("fuzz.seed", defaultSeed);
    long seed = first;
    while (System.nanoTime() < end) {
      byte[] mail = mutate(seeds, new Random(seed));
      try {
        SoundMessage.check(mail);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("-Dfuzz.seed=" + seed, e);
      }
      seed++;
    }
    System.out.println("fuzz: " + (seed - first) + " mails from seed " + first);
  }

  private static byte[] mutate(List<byte[]> seeds, Random random) {
    byte[] mail = seeds.get(random.nextInt(seeds.size()));
    int mutations = 1 + random.nextInt(8);
    for (int i = 0; i < mutations; i++) {
      int at = random.nextInt(mail.length + 1);
      int to = Math.min(mail.length, at + random.nextInt(40));
      mail =
          switch (random.nextInt(5)) {
            case 0 -> splice(mail, at, at, token(random));
            case 1 -> splice(mail, at, to, new byte[0]);
            case 2 -> splice(mail, at, to, new byte[] {(byte) random.nextInt(256)});
            case 3 -> splice(mail, at, at, Arrays.copyOfRange(mail, at, to));
            default -> {
              byte[] other = seeds.get(random.nextInt(seeds.size()));
              int from = random.nextInt(other.length);
              yield splice(mail, at, to, Arrays.copyOfRange(other, from, other.length));
            }
          };
    }
    return mail;
  }

  private static byte[] token(Random random) {
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    return token.repeat(1 + random.nextInt(3)).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] splice(byte[] mail, int from, int to, byte[] piece) {
    byte[] spliced = Arrays.copyOf(mail, mail.length - (to - from) + piece.length);
    System.arraycopy(piece, 0, spliced, from, piece.length);
    System.arraycopy(mail, to, spliced, from + piece.length, mail.length - to);
    return spliced;
  }
}
