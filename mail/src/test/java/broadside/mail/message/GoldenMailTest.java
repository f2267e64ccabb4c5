package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole mails with the record that a person found right. */
class GoldenMailTest {
  private static final MessageParser PARSER = new MessageParser(MailLimits.DEFAULT);
  private static final Path RESOURCES =
      Path.of(System.getProperty("broadside.root", "."), "mail/src/test/resources");

  static List<Path> mails() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("mails"))) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("mails")
  void readsTheMailAsRecorded(Path mail) throws IOException {
    Path record = Path.of(mail.toString().replace(".eml", ".txt"));
    assertThat(Transcript.open(PARSER.parse(Files.readAllBytes(mail))))
        .isEqualTo(Files.readString(record));
  }

  @ParameterizedTest
  @MethodSource("mails")
  void readsTheSameBodiesAlone(Path mail) throws IOException {
    byte[] bytes = Files.readAllBytes(mail);
    assertThat(PARSER.bodies(bytes)).isEqualTo(bodies(bytes));
  }

  private static Bodies bodies(byte[] mail) {
    Message message = PARSER.parse(mail);
    return new Bodies(message.text(), message.html(), message.nested());
  }

  @Test
  @Tag("slow")
  void readsTheTortureMailsAsRecorded() throws IOException {
    Map<String, String> records = records(RESOURCES.resolve("golden/mime-torture.txt"));
    Set<String> paths = records.keySet();
    SortedMap<String, byte[]> mails =
        Corpora.files("mime-torture.tar.gz", name -> paths.contains(plain(name)));
    assertThat(mails).hasSameSizeAs(records).hasSizeGreaterThanOrEqualTo(100);
    mails.forEach((name, mail) ->
        assertThat(Transcript.closed(PARSER.parse(mail)))
            .as(name)
            .isEqualTo(records.get(plain(name))));
    mails.forEach((name, mail) -> assertThat(PARSER.bodies(mail)).as(name).isEqualTo(bodies(mail)));
  }

  private static String plain(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  /** The records of a file by the path that heads each of them. */
  private static Map<String, String> records(Path file) throws IOException {
    Map<String, String> records = new LinkedHashMap<>();
    String[] blocks = Files.readString(file).split("(?m)^=== ", -1);
    for (String block : Arrays.asList(blocks).subList(1, blocks.length)) {
      int end = block.indexOf('\n');
      records.put(block.substring(0, end), block.substring(end + 1));
    }
    return records;
  }
}
