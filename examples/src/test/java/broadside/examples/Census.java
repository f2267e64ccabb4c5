package broadside.examples;

import broadside.mail.message.ContentKey;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageDate;
import broadside.mail.message.MessageParser;
import broadside.mail.source.MailSource;
import broadside.mail.source.Place;
import broadside.mail.source.Refusal;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import broadside.mail.source.SourceVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Counts what a folder of sources holds, with the readers that publish it. */
final class Census implements SourceVisitor {

  private static final Map<String, Pattern> WRITINGS =
      Map.of(
          "with words in Chinese", Pattern.compile("[\\p{IsHan}]{4}(?s).*[，。：]"),
          "with words in Arabic", Pattern.compile("\\p{IsArabic}{3}"),
          "with words in Russian", Pattern.compile("\\p{IsCyrillic}{3}"),
          "with words in Japanese", Pattern.compile("\\p{IsHiragana}{2}"),
          "with words in French",
              Pattern.compile("(?s)\\b(?:est|les|une)\\b.*\\b(?:le|la|à|pas|des)\\b.*[éàçêâ]"));

  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final Set<String> hashes = new HashSet<>();
  private final Set<String> contents = new HashSet<>();
  private final Map<String, Integer> threads = new HashMap<>();

  /** The counts by what they count. */
  static Map<String, Integer> of(Path folder) throws IOException {
    Census census = new Census();
    MailSource.open(folder, SourceOptions.DEFAULT).read(census);
    census.counts.put("threads of two mails or more", (int) census.longerThan(1));
    census.counts.put("threads of twenty or more", (int) census.longerThan(19));
    census.counts.put(
        "mails in the longest thread",
        census.threads.values().stream().max(Integer::compare).orElse(0));
    return census.counts;
  }

  private long longerThan(int mails) {
    return threads.values().stream().filter(size -> size > mails).count();
  }

  @Override
  public void file(String file, SourceFormat format) {}

  @Override
  public void refused(Place place, Refusal reason, String detail) {
    count("files that are no mail");
  }

  @Override
  public void repaired(Place place, String what) {}

  @Override
  public void mail(Place place, byte[] bytes) {
    count("mails handed over");
    if (!hashes.add(sha256(bytes))) {
      count("duplicates, the same bytes again");
      return;
    }
    count("mails with bytes of their own");
    Message message = parser.parse(bytes);
    if (!contents.add(HexFormat.of().formatHex(ContentKey.of(message)))) {
      count("copies, the same content under another Message-ID");
    }
    threads.merge(thread(message), 1, Integer::sum);
    String text = message.text() == null ? "" : message.text().text();
    WRITINGS.forEach((language, writing) -> {
      if (writing.matcher(text).find()) {
        count(language);
      }
    });
    if (message.html() != null) {
      count("with HTML");
      if (message.html().contains("https://track.newsletter.example/")) {
        count("with a tracker");
      }
    }
    if (message.listId() != null) {
      count("over a mailing list");
    }
    if (message.date().origin() != MessageDate.Origin.DATE) {
      count("without a usable Date");
    }
    List.of(
            "application/pdf",
            "image/png",
            "text/csv",
            "text/calendar",
            "message/rfc822",
            "application/zip")
        .forEach(type -> {
          if (message.parts().stream().anyMatch(part -> part.mediaType().equals(type))) {
            count("with " + type);
          }
        });
  }

  private static String thread(Message message) {
    if (!message.references().isEmpty()) {
      return message.references().getFirst();
    }
    if (!message.inReplyTo().isEmpty()) {
      return message.inReplyTo().getFirst();
    }
    return message.messageId() == null ? "none" : message.messageId();
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
