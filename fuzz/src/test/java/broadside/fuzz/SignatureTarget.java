package broadside.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.dkim.Authentication;
import broadside.mail.dkim.Authenticator;
import broadside.mail.dkim.Coverage;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import broadside.mail.dkim.SignatureResult;
import broadside.mail.dkim.Undoing;
import broadside.mail.dkim.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * DKIM signatures and ARC chains, and the records of their keys: what follows the first NUL of an
 * input is one. The mails that it begins with were signed once, by a key that nobody has any more.
 */
final class SignatureTarget implements Target {
  private static final String RECORD =
      "v=DKIM1; k=ed25519; p=lF8dr4Embly9Dqk0B+i7OVz2Agm7rsd+EmOJA7vncko=";

  private static final String BODY = "Hello,\n\n>From the harbour:  the tide is late. \n\nAda\n\n";

  private static final String MAIL =
      """
      From: Ada Holm <ada@example.org>
      To: desk@example.org
      Subject: The  tide
       tables
      Date: Thu, 2 Apr 2015 10:00:00 +0000

      """
          + BODY;

  private static final String RELAXED =
      """
      DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org; s=ed; h=from:to:subject:date;
      \tbh=ooL5ps9thNQZD4eilXJAubA4oPH8OaNxpcAR+dh69yg=; \
      b=xjohJ58XIFw2R2/7S1yTmDTB+/0n6N4oTo4iZhgZtxnAVuZ5r26a7OmFlVH5KftD936nz3ueldOHFNrSifePBg==
      """;

  private static final String SIMPLE =
      """
      DKIM-Signature: v=1; a=ed25519-sha256; c=simple/simple; d=example.org; s=ed; h=from:to:subject:date:from;
      \tbh=SQpreBXGse9e/GyQ3q5ulni8joLdBl2EcC3VbhhFRbE=; \
      b=V6mdnyArKaNgbCjgjPSGr6Jk0ACJk0iu4LmnA/aH5YlyGMjKarDHP1P7zvEpSo0QeR+sGMJOsg9kSxGJUcOyAA==
      """;

  private static final String SEALED =
      """
      ARC-Seal: i=1; a=ed25519-sha256; cv=none; d=example.org; s=ed; \
      b=ZTNMmccne4C6FMLB1GKZnEXqWzbp/lwSjQEriW9NTVXN/9Z/+4U7+U8o+DdcM0TBG1nBOfibr9aVlx2EZikuDA==
      ARC-Message-Signature: i=1; a=ed25519-sha256; c=relaxed/simple; d=example.org; s=ed; h=from:to:subject:date;
      \tbh=SQpreBXGse9e/GyQ3q5ulni8joLdBl2EcC3VbhhFRbE=; \
      b=KSg7lFpJZ1EXZx1CCD9VlDSuK+tqQjIJ4mt9RoUYSxIKWw+/DyxI9oWK3vc30Ba5Fvbl173HxSyFbMka7eLlDQ==
      ARC-Authentication-Results: i=1; example.org; none
      DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/simple; d=example.org; s=ed; h=from:to:subject:date;
      \tbh=SQpreBXGse9e/GyQ3q5ulni8joLdBl2EcC3VbhhFRbE=; \
      b=Ldwy8ecPFzs5lUA4x+swBtinrKCE5JC3dA7ucBILvmueysSItGB33PIdTUqKibMeZO+JvLhRCwBYS0qvipuyBA==
      """;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern WHITE = Pattern.compile("[ \t\r\n]+");
  private static final Pattern EMPTY_LINE = Pattern.compile("\n\r?\n");

  @Override
  public String name() {
    return "dkim";
  }

  @Override
  public int longest() {
    return 4 << 10;
  }

  @Override
  public int shortRun() {
    return 1_000;
  }

  @Override
  public List<byte[]> seeds() {
    String record = "v=DKIM1; h=sha1:sha256; k=rsa; s=email:*; t=y:s; n=note; p=";
    return Seeds.of(
        RELAXED + MAIL,
        (SIMPLE + MAIL).replace("\n", "\r\n"),
        SEALED + MAIL,
        RELAXED + SIMPLE + MAIL + "\0" + record,
        RELAXED.replace("s=ed", "i=@list.example.org; l=9; t=1; x=2; z=From:a|To:b; s=ed") + MAIL,
        "DKIM-Signature: a=rsa-sha1; b=; bh=; d=a.example; s=r; h=From\n"
            + MAIL
            + "\0k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMA=");
  }

  @Override
  public List<String> words() {
    return List.of(
        "DKIM-Signature: ",
        "ARC-Seal: ",
        "ARC-Message-Signature: ",
        "ARC-Authentication-Results: i=1; a\n",
        "v=1; ",
        "a=rsa-sha256; ",
        "a=rsa-sha1; ",
        "a=ed25519-sha256; ",
        "c=simple; ",
        "c=relaxed/simple; ",
        "d=example.org; ",
        "s=ed; ",
        "h=from:",
        "l=0; ",
        "l=5; ",
        "t=1; ",
        "x=9; ",
        "i=1; ",
        "i=2; ",
        "i=@example.org; ",
        "q=dns/txt; ",
        "cv=none; ",
        "cv=pass; ",
        "cv=fail; ",
        "bh=",
        "b=",
        "\r\n",
        "\n ",
        "\n\t",
        "From: ",
        "Subject: x\n",
        ">From ",
        "\0",
        "v=DKIM1; ",
        "k=rsa; ",
        "p=; ",
        "t=y:s; ",
        "h=sha256; ",
        "s=email; ",
        "\r",
        "\n\n");
  }

  @Override
  public void check(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    String mail = end < 0 ? text : text.substring(0, end);
    byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
    List<String> records = new ArrayList<>(List.of(RECORD));
    if (end >= 0) {
      records.add(text.substring(end + 1));
    }
    Authentication found = authenticate(bytes, records);
    List<Coverage> coverage = Coverage.of(bytes);
    assertThat(coverage).hasSameSizeAs(found.results());
    for (int i = 0; i < coverage.size(); i++) {
      SignatureResult result = found.results().get(i);
      assertThat(result.verdict()).isNotEqualTo(Verdict.UNSIGNED);
      assertThat(result.detail()).hasSizeLessThanOrEqualTo(200).doesNotContainPattern(CONTROL);
      boolean byOurKey = result.key() != null && result.key().record().equals(RECORD);
      if (result.verdict().holds() && byOurKey) {
        saysWhatWasSigned(mail, result, coverage.get(i));
      }
    }
  }

  /** What the signatures of a mail say where our key is known. */
  static Authentication authenticate(byte[] mail) {
    return authenticate(mail, List.of(RECORD));
  }

  private static Authentication authenticate(byte[] mail, List<String> records) {
    return new Authenticator(keys(records)).authenticate(mail);
  }

  /** Nobody can sign: what holds has the words, though perhaps not the white space, that were. */
  private static void saysWhatWasSigned(String mail, SignatureResult result, Coverage coverage) {
    String[] halves = EMPTY_LINE.split(mail, 2);
    String body = halves.length < 2 ? "" : halves[1];
    if (coverage.bodyBytes() < 0 && result.undoing() == Undoing.NONE) {
      assertThat(words(body)).as("a body that was not signed").isEqualTo(words(BODY));
    }
    List<String> fields = fields(halves[0]);
    for (String signed : fields(EMPTY_LINE.split(MAIL, 2)[0])) {
      String name = signed.substring(0, signed.indexOf(':') + 1);
      assertThat(fields.reversed().stream().filter(field -> field.startsWith(name)).findFirst())
          .as("a field that was not signed")
          .contains(signed);
    }
  }

  private static KeySource keys(List<String> records) {
    LocalDate day = LocalDate.of(2026, 1, 1);
    return name ->
        DomainKey.isName(name)
            ? records.stream().map(r -> DomainKey.of(name, r, "file", day, false)).toList()
            : List.of();
  }

  /** The unfolded fields without white space, in lower case. */
  private static List<String> fields(String header) {
    List<String> fields = new ArrayList<>();
    for (String line : header.split("\n", -1)) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      String word = words(line).toLowerCase(Locale.ROOT);
      if (folded && !fields.isEmpty()) {
        fields.add(fields.removeLast() + word);
      } else {
        fields.add(word);
      }
    }
    return fields;
  }

  private static String words(String text) {
    return WHITE.matcher(text).replaceAll("");
  }
}
