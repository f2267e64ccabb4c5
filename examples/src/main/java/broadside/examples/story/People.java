package broadside.examples.story;

import broadside.examples.mime.Mailbox;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everybody in the story, by key; read from {@code people.txt}. */
final class People {

  private final Map<String, Person> byKey = new LinkedHashMap<>();

  private People() {}

  static People read() {
    People people = new People();
    for (String block : Texts.passages("people.txt")) {
      Person person = parse(block);
      people.byKey.put(person.key(), person);
    }
    return people;
  }

  /** The person of that key. */
  Person person(String key) {
    Person person = byKey.get(key);
    if (person == null) {
      throw new IllegalArgumentException("nobody is called " + key);
    }
    return person;
  }

  Mailbox mailbox(String key) {
    return person(key).mailbox();
  }

  /** The mailboxes of several keys, parted by commas or spaces. */
  List<Mailbox> mailboxes(String keys) {
    List<Mailbox> mailboxes = new ArrayList<>();
    for (String key : keys.strip().split("[ ,]+", -1)) {
      if (!key.isEmpty()) {
        mailboxes.add(mailbox(key));
      }
    }
    return mailboxes;
  }

  List<Mailbox> everybody() {
    return byKey.values().stream().map(Person::mailbox).toList();
  }

  private static Person parse(String block) {
    List<String> lines = block.lines().toList();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    String signature = fields.getOrDefault("sign", "");
    return new Person(
        lines.getFirst(),
        new Mailbox(fields.getOrDefault("name", ""), fields.getOrDefault("mail", "")),
        fields.getOrDefault("zone", "osk"),
        Client.valueOf(fields.getOrDefault("client", "classic").toUpperCase(Locale.ROOT)),
        fields.getOrDefault("lang", "en"),
        Charset.forName(fields.getOrDefault("charset", "UTF-8")),
        signature.isEmpty() ? List.of() : List.of(signature.split(" / ")));
  }
}
