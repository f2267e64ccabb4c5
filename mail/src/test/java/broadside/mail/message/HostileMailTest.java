package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.Defect.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mails made to be expensive: each costs no more than the limits allow, and says which it met. */
@Timeout(60)
class HostileMailTest {
  private static final MessageParser PARSER = new MessageParser(MailLimits.DEFAULT);

  private static Message parse(String mail) {
    return PARSER.parse(mail.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<Kind> kinds(Message message) {
    return message.defects().stream().map(Defect::kind).distinct().toList();
  }

  private static String nested(String type, int levels) {
    StringBuilder mail = new StringBuilder("From: a@hostile.example\n");
    for (int i = 0; i < levels; i++) {
      String boundary = type.startsWith("multipart") ? "; boundary=b" + i : "";
      mail.append("Content-Type: ").append(type).append(boundary).append("\n\n");
      if (!boundary.isEmpty()) {
        mail.append("--b").append(i).append('\n');
      }
    }
    return mail.append("\nbottom\n").toString();
  }

  @Test
  void stopsAtTheDepthLimitOfMultiparts() {
    Message message = parse(nested("multipart/mixed", 20_000));
    assertThat(message.parts()).hasSize(MailLimits.DEFAULT.depth());
    assertThat(kinds(message)).contains(Kind.LIMIT_DEPTH);
  }

  @Test
  void stopsAtTheDepthLimitOfNestedMessages() {
    Message message = parse(nested("message/rfc822", 20_000));
    assertThat(message.parts()).hasSize(MailLimits.DEFAULT.depth());
    assertThat(kinds(message)).contains(Kind.LIMIT_DEPTH);
  }

  @Test
  void stopsAtThePartsLimit() {
    Message message =
        parse("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(200_000));
    assertThat(message.parts()).hasSize(MailLimits.DEFAULT.parts());
    assertThat(kinds(message)).contains(Kind.LIMIT_PARTS);
  }

  @Test
  void cutsTheHeaderAtItsLimits() {
    assertThat(kinds(parse("X: y\n".repeat(100_000) + "\nbody\n")))
        .contains(Kind.LIMIT_HEADER_BYTES);
    Message long1 = parse("Subject: " + "x".repeat(4 << 20) + "\nFrom: a@hostile.example\n\nb\n");
    assertThat(long1.subject()).hasSizeLessThanOrEqualTo(MailLimits.DEFAULT.headerBytes());
    assertThat(kinds(long1)).contains(Kind.LIMIT_HEADER_BYTES);
  }

  @Test
  void cutsAddressesAndReferencesAtTheirLimit() {
    Message message =
        parse("To: " + "a@b.example, ".repeat(50_000) + "\nReferences: " + "<r@x> ".repeat(50_000));
    assertThat(message.to()).hasSize(MailLimits.DEFAULT.addresses());
    assertThat(kinds(message)).contains(Kind.LIMIT_ADDRESSES);
    Message references = parse("References: " + "<r@x> ".repeat(50_000) + "\n\n");
    assertThat(references.references()).hasSize(MailLimits.DEFAULT.addresses());
    assertThat(kinds(references)).contains(Kind.LIMIT_ADDRESSES);
  }

  @Test
  void countsDecodedBytesOfAllParts() {
    MailLimits small =
        new MailLimits(1 << 20, 64, 1_000, 1 << 20, 10_000, 5_000, 1_000, 1_000, 200);
    String part = "--b\nContent-Type: application/pdf\n\n" + "x".repeat(600) + "\n";
    Message message =
        new MessageParser(small)
            .parse(
                ("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(3) + "--b--\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(message.parts()).extracting(Part::bytes).containsExactly(0L, 600L, 0L, 0L);
    assertThat(message.parts().get(2).sha256()).isNull();
    assertThat(kinds(message)).contains(Kind.LIMIT_DECODED_BYTES);
  }

  @Test
  void saysWhatIsLeftOutHoweverMuchElseIsWrong() {
    StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 0; i < 200; i++) {
      mail.append("--b\nContent-Transfer-Encoding: x%d\n\n".formatted(i));
    }
    mail.append("x".repeat(MailLimits.DEFAULT.bodyChars() + 1)).append("\n--b--\n");
    assertThat(parse(mail.toString()).defects())
        .hasSize(101)
        .last()
        .extracting(Defect::kind)
        .isEqualTo(Kind.LIMIT_DECODED_BYTES);
  }

  @Test
  void saysThatOfManyAttachedMailsOnlySomeAreRead() {
    String attached = "--b\nContent-Type: message/rfc822\n\nSubject: x\n\nx\n";
    int read = MailLimits.DEFAULT.nested();
    String mixed = "Content-Type: multipart/mixed; boundary=b\n\n";
    assertThat(kinds(parse(mixed + attached.repeat(read) + "--b--\n")))
        .doesNotContain(Kind.LIMIT_PARTS);
    Message message = parse(mixed + attached.repeat(read + 1) + "--b--\n");
    assertThat(message.nested()).hasSize(read);
    assertThat(kinds(message)).contains(Kind.LIMIT_PARTS);
  }

  @Test
  @Tag("slow")
  void takesHeadersThatInviteBacktracking() {
    List<String> values =
        List.of(
            "(".repeat(400_000),
            "\"".repeat(400_001),
            "<".repeat(400_000),
            "=?a?Q?".repeat(100_000),
            "=?utf-8?B?".repeat(80_000) + "?=",
            "g:".repeat(300_000),
            "a,".repeat(300_000),
            "\\".repeat(400_000),
            ";x*0*=".repeat(100_000),
            "a@".repeat(200_000));
    for (String value : values) {
      for (String name : List.of("From", "To", "Subject", "Date", "Content-Type", "References")) {
        assertThat(parse(name + ": " + value + "\n\nbody\n").parts()).hasSize(1);
      }
    }
  }

  /** What each attack of the collection has to be answered with, besides a message. */
  private static final Map<String, Kind> EXPECTED =
      Map.ofEntries(
          Map.entry("nest-multipart-20000.eml", Kind.LIMIT_DEPTH),
          Map.entry("nest-multipart-1000.eml", Kind.LIMIT_DEPTH),
          Map.entry("nest-rfc822-20000.eml", Kind.LIMIT_DEPTH),
          Map.entry("nest-rfc822-1000.eml", Kind.LIMIT_DEPTH),
          Map.entry("parts-10000.eml", Kind.LIMIT_PARTS),
          Map.entry("parts-200000.eml", Kind.LIMIT_PARTS),
          Map.entry("headers-100k.eml", Kind.LIMIT_HEADER_BYTES),
          Map.entry("header-20MB.eml", Kind.LIMIT_HEADER_BYTES),
          Map.entry("encword-bomb.eml", Kind.LIMIT_HEADER_BYTES),
          Map.entry("references-100k.eml", Kind.LIMIT_ADDRESSES),
          Map.entry("to-100k.eml", Kind.LIMIT_ADDRESSES),
          Map.entry("line-50MB.eml", Kind.LIMIT_DECODED_BYTES),
          Map.entry("boundary-empty.eml", Kind.MISSING_BOUNDARY),
          Map.entry("boundary-missing.eml", Kind.MISSING_BOUNDARY),
          Map.entry("b64-garbage.eml", Kind.BAD_TRANSFER_ENCODING),
          Map.entry("bare-cr.eml", Kind.BARE_CR),
          Map.entry("nul-bytes.eml", Kind.NUL_BYTES),
          Map.entry("dup-headers.eml", Kind.REPEATED_HEADER),
          Map.entry("header-injection.eml", Kind.REPEATED_HEADER),
          Map.entry("charset-unknown.eml", Kind.BAD_CHARSET),
          Map.entry("truncated-mid-b64.eml", Kind.UNCLOSED_MULTIPART),
          Map.entry("date-0.eml", Kind.IMPOSSIBLE_DATE),
          Map.entry("date-1.eml", Kind.IMPOSSIBLE_DATE),
          Map.entry("date-2.eml", Kind.BAD_DATE),
          Map.entry("date-3.eml", Kind.BAD_DATE),
          Map.entry("date-4.eml", Kind.BAD_DATE),
          Map.entry("date-5.eml", Kind.BAD_DATE));

  @Test
  @Tag("slow")
  void answersTheCollectionOfAttacks() throws IOException {
    SortedMap<String, byte[]> mails =
        Corpora.files("hostile.tar.gz", name -> name.endsWith(".eml"));
    assertThat(mails).hasSizeGreaterThan(250);
    SortedMap<String, Kind> missed = new TreeMap<>(EXPECTED);
    mails.forEach((path, mail) -> {
      Message message = PARSER.parse(mail);
      for (Part part : message.parts()) {
        String name = part.fileName();
        assertThat(name == null || name.matches("[^/\\\\\\p{Cntrl}]+")).as(path).isTrue();
      }
      String name = path.substring(path.lastIndexOf('/') + 1);
      Kind kind = EXPECTED.get(name);
      if (kind != null && kinds(message).contains(kind)) {
        missed.remove(name);
      }
    });
    assertThat(missed).isEmpty();
  }
}
