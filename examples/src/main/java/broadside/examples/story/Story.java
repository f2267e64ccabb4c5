package broadside.examples.story;

import broadside.examples.mime.Letter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole story as mails, sorted by date, and the files that came with them by mistake. */
public final class Story {

  private static final long SEED = 20_161_119L;

  private final List<Mail> mails;
  private final Map<String, byte[]> strays;

  private Story(List<Mail> mails, Map<String, byte[]> strays) {
    this.mails = mails;
    this.strays = strays;
  }

  /** Tells the story; always the same one. */
  public static Story tell() {
    People people = People.read();
    Documents documents = Documents.read();
    List<Script> scripts = new ArrayList<>();
    for (String chapter : Texts.lines("chapters.txt")) {
      scripts.addAll(Script.read("threads/" + chapter + ".txt"));
    }
    scripts.addAll(PrismReports.scripts(documents));
    scripts.addAll(OfficeSeries.scripts(documents));
    List<Letter> letters = new ArrayList<>();
    for (Script script : scripts) {
      letters.addAll(new Conversation(script, people, documents, SEED).letters());
    }
    letters.sort(Comparator.comparing(letter -> letter.date().toInstant()));
    List<Mail> mails = new ArrayList<>(Oddities.mails());
    Dispatch dispatch = new Dispatch();
    for (Letter letter : letters) {
      mails.addAll(delivered(letter, dispatch.send(letter)));
    }
    for (Letter digest : Digest.monthly(letters, people, SEED)) {
      mails.add(Mail.of(digest, Mail.Hand.TIDINGS, Sent.unsigned(digest)));
    }
    for (List<Letter> issue : Newsletter.issues(people, SEED)) {
      mails.add(Mail.of(issue.getFirst(), Mail.Hand.OFFICE, Sent.unsigned(issue.getFirst())));
      mails.add(Mail.of(issue.getLast(), Mail.Hand.TIDINGS, Sent.unsigned(issue.getLast())));
    }
    mails.sort(Comparator.comparing(mail -> mail.date().toInstant()));
    Map<String, byte[]> strays = new LinkedHashMap<>();
    strays.put("north-quay-plan.png", Drawings.png("plan BH7"));
    return new Story(List.copyOf(mails), strays);
  }

  /** One mail, or the same bytes twice where the port and the newspaper both have it. */
  private static List<Mail> delivered(Letter letter, Sent sent) {
    Mail mail = Mail.of(letter, Mail.handOf(letter), sent);
    if (mail.hand() == Mail.Hand.TIDINGS && Mail.concernsPort(letter)) {
      return List.of(mail, mail.handedOverBy(Mail.Hand.OFFICE));
    }
    return List.of(mail);
  }

  /** The mails that one hand gave, oldest first. */
  public List<Mail> handedOverBy(Mail.Hand hand) {
    return mails.stream().filter(mail -> mail.hand() == hand).toList();
  }

  /** What a verifier should say: one line for each signature of a mail, tabs between its fields. */
  public List<String> verdicts() {
    return mails.stream().flatMap(mail -> mail.verdicts().stream()).distinct().toList();
  }

  /** Files that are no mails, by name. */
  public Map<String, byte[]> strays() {
    return strays;
  }
}
