package broadside.examples.story;

import broadside.examples.mime.Letter;
import broadside.examples.mime.Mailbox;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bytes of one mail and who handed it over.
 *
 * @param name a word for the file's name where the mail is a file of its own
 * @param folder the Maildir folder where it lies, such as {@code cur}
 * @param sender the address for an mbox separator
 * @param date where it is sorted
 * @param verdicts what a verifier should say of its signatures; empty for an unsigned mail
 */
public record Mail(
    Hand hand,
    String name,
    String folder,
    String sender,
    OffsetDateTime date,
    byte[] bytes,
    List<String> verdicts) {

  public Mail {
    verdicts = List.copyOf(verdicts);
  }

  /** Who handed a mail over. */
  public enum Hand {
    OFFICE,
    TIDINGS,
    LOOSE
  }

  static Mail of(Letter letter, Hand hand, Sent sent) {
    return new Mail(
        hand,
        slug(letter.subject()),
        folder(letter),
        letter.from().address(),
        letter.date(),
        sent.bytes(),
        sent.verdicts());
  }

  Mail handedOverBy(Hand other) {
    return new Mail(other, name, folder, sender, date, bytes, verdicts);
  }

  /**
   * Who would have this letter: the newspaper and the list what they wrote or received, the inquiry
   * what it did, the port all else.
   */
  static Hand handOf(Letter letter) {
    if (everybody(letter).stream().anyMatch(Mail::isNewspaper)) {
      return Hand.TIDINGS;
    }
    boolean inquiry =
        everybody(letter).stream()
            .anyMatch(mailbox -> mailbox.domain().equals("islesaudit.example"));
    return inquiry ? Hand.LOOSE : Hand.OFFICE;
  }

  /** Whether the port wrote it or received it. */
  static boolean concernsPort(Letter letter) {
    return everybody(letter).stream()
        .anyMatch(mailbox -> mailbox.domain().equals("oskport.example"));
  }

  private static List<Mailbox> everybody(Letter letter) {
    List<Mailbox> all = new ArrayList<>(letter.to());
    all.addAll(letter.cc());
    all.add(letter.from());
    return all;
  }

  private static String slug(String subject) {
    return subject.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static boolean isNewspaper(Mailbox mailbox) {
    return mailbox.domain().equals("tidings.example")
        || mailbox.domain().equals("lists.northquay.example");
  }

  private static String folder(Letter letter) {
    if (letter.from().domain().equals("tidings.example")) {
      return ".Sent/cur";
    }
    return letter.subject().contains("Freedom of Information") ? ".FOI/cur" : "cur";
  }
}
