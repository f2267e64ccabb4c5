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

  /** The files of conversations that people wrote; each is a chapter or a corner of the story. */
  private static final List<String> CHAPTERS = List.of("storm", "survey", "tender");

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
    List<Letter> letters = new ArrayList<>();
    for (String chapter : CHAPTERS) {
      for (Script script : Script.read("threads/" + chapter + ".txt")) {
        letters.addAll(new Conversation(script, people, documents, SEED).letters());
      }
    }
    List<Mail> mails = new ArrayList<>();
    for (Letter letter : letters) {
      mails.add(Mail.of(letter, Mail.handOf(letter)));
    }
    mails.sort(Comparator.comparing(mail -> mail.date().toInstant()));
    Map<String, byte[]> strays = new LinkedHashMap<>();
    strays.put("north-quay-plan.png", Drawings.png("plan BH7"));
    return new Story(List.copyOf(mails), strays);
  }

  /** The mails that one hand gave, oldest first. */
  public List<Mail> handedOverBy(Mail.Hand hand) {
    return mails.stream().filter(mail -> mail.hand() == hand).toList();
  }

  /** Files that are no mails, by name. */
  public Map<String, byte[]> strays() {
    return strays;
  }
}
