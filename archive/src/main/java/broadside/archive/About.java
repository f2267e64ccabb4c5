package broadside.archive;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What a publication says of itself ({@code public/about}).
 *
 * @param title one line
 * @param description plain text, paragraphs separated by an empty line
 * @param provenance where the mails come from, plain text
 * @param language BCP 47 tag of the site's and most mails' language
 * @param contact how to reach the publisher, one line, or ""
 */
public record About(
    String title, String description, String provenance, String language, String contact) {
  /** Bytes of the file at most. */
  public static final int FILE_BYTES = 1 << 16;

  private static final String HEAD = "broadside/v1 about";

  public About {
    check(SignedText.isTitle(title), "the title must be one line of at most 200 bytes");
    check(
        Locale.forLanguageTag(language).toLanguageTag().equals(language) && !language.equals("und"),
        "the language must be a BCP 47 tag such as en or pt-BR");
    check(
        contact.isEmpty() || SignedText.isTitle(contact),
        "the contact must be one line of at most 200 bytes");
    check(isText(description), "the description must be plain text");
    check(isText(provenance), "the provenance must be plain text");
  }

  /**
   * What a mirror shows as long as it has nothing that a release names.
   *
   * @param origin the log's name
   */
  public static About unsigned(String origin) {
    return new About(
        origin,
        "What the publisher says of this publication will stand here once a release has signed it.",
        "",
        "en",
        "");
  }

  /** The file's text: lines {@code key value}, where a text of several lines repeats its key. */
  public String print() {
    StringBuilder text = new StringBuilder(512).append(HEAD).append('\n');
    lines(text, "title", title);
    lines(text, "language", language);
    lines(text, "contact", contact);
    lines(text, "description", description);
    lines(text, "provenance", provenance);
    return text.toString();
  }

  /** The text's UTF-8 bytes, whose SHA-256 is in every release statement. */
  public byte[] encode() {
    return print().getBytes(StandardCharsets.UTF_8);
  }

  /** The inverse of {@link #encode()}. */
  public static About parse(byte[] bytes) throws FormatException {
    if (bytes.length > FILE_BYTES) {
      throw new FormatException("larger than 64 KiB");
    }
    String text = SignedText.decode(bytes);
    List<String> lines = SignedText.lines(text);
    if (!lines.getFirst().equals(HEAD)) {
      throw new FormatException(
          "its first line is \"" + lines.getFirst() + "\"; this program reads \"" + HEAD + "\"");
    }
    try {
      About about =
          new About(
              values(lines, "title"),
              values(lines, "description"),
              values(lines, "provenance"),
              values(lines, "language"),
              values(lines, "contact"));
      if (about.print().equals(text)) {
        return about;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
    throw new FormatException("not in its one encoding");
  }

  private static String values(List<String> lines, String key) {
    return String.join(
        "\n",
        lines.stream()
            .skip(1)
            .filter(l -> l.equals(key) || l.startsWith(key + " "))
            .map(l -> l.substring(Math.min(l.length(), key.length() + 1)))
            .toList());
  }

  private static void lines(StringBuilder text, String key, String value) {
    value
        .lines()
        .forEach(l -> text.append(key).append(l.isEmpty() ? "" : " ").append(l).append('\n'));
  }

  /** Lines that can stand alone, none of them at either end empty. */
  private static boolean isText(String text) {
    return text.isEmpty()
        || (text.equals(text.strip())
            && text.getBytes(StandardCharsets.UTF_8).length < FILE_BYTES / 4
            && text.lines().allMatch(SignedText::isOneLine));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
