package broadside.examples.story;

import broadside.examples.mime.Letter;
import broadside.examples.mime.Mailbox;
import broadside.examples.mime.Transfer;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The residents' list once a month in one mail: who wrote about what, and how each begins. */
final class Digest {

  private static final int BEGINNING = 3;

  private Digest() {}

  /** A digest for each month in which at least two mails came over the list. */
  static List<Letter> monthly(List<Letter> letters, People people, long seed) {
    Mailbox list = people.mailbox("list");
    Map<YearMonth, List<Letter>> months = new LinkedHashMap<>();
    letters.stream()
        .filter(letter -> letter.to().contains(list))
        .forEach(letter ->
            months
                .computeIfAbsent(YearMonth.from(letter.date()), _ -> new ArrayList<>())
                .add(letter));
    List<Letter> digests = new ArrayList<>();
    Random random = new Random(seed + 1);
    for (Map.Entry<YearMonth, List<Letter>> month : months.entrySet()) {
      if (month.getValue().size() > 1) {
        digests.add(digest(month.getKey(), month.getValue(), people, random));
      }
    }
    return digests;
  }

  private static Letter digest(YearMonth month, List<Letter> posts, People people, Random random) {
    Person sender = people.person("digest");
    LocalDateTime when = month.plusMonths(1).atDay(1).atTime(5, 0, 7);
    Letter.Builder digest =
        Letter.of(
            Ids.messageId(sender.at(when), random, "lists.northquay.example"),
            sender.mailbox(),
            sender.at(when));
    Ids.listHeaders().forEach(digest::header);
    return digest
        .header("Auto-Submitted: auto-generated")
        .to(people.mailboxes("list"))
        .subject("northquay digest, " + month + " (" + posts.size() + " mails)")
        .text(text(posts))
        .transfer(Transfer.EIGHT_BIT)
        .build();
  }

  private static String text(List<Letter> posts) {
    StringBuilder out = new StringBuilder("Today's topics:\n\n");
    int number = 1;
    for (Letter post : posts) {
      out.append("  ").append(number++).append(". ").append(post.subject());
      out.append(" (").append(Quoting.shown(post.from())).append(")\n");
    }
    number = 1;
    for (Letter post : posts) {
      out.append("\n----------------------------------------\n\nMessage ").append(number++);
      out.append("\nFrom: ").append(Quoting.shown(post.from()));
      out.append("\nSubject: ").append(post.subject()).append("\n\n");
      post.text()
          .lines()
          .filter(line -> !line.startsWith(">") && !line.endsWith(":") && !line.isBlank())
          .takeWhile(line -> !line.equals("-- "))
          .limit(BEGINNING)
          .forEach(line -> out.append(line).append('\n'));
    }
    return out.append("\nEnd of digest\n").toString();
  }
}
