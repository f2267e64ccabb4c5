package broadside.examples.story;

import broadside.examples.mime.Attachment;
import broadside.examples.mime.Letter;
import broadside.examples.mime.LetterWriter;
import broadside.examples.mime.Mailbox;
import broadside.examples.mime.Transfer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Turns one script into letters: times, ids, recipients, quotes. Not safe for threads. */
final class Conversation {

  /** References longer than this keep the first and the newest. */
  private static final int MOST_REFERENCES = 24;

  private static final String LIST_TAG = "[northquay] ";

  private final Script script;
  private final People people;
  private final Documents documents;
  private final Random random;
  private final boolean list;
  private final List<Letter> letters = new ArrayList<>();
  private LocalDateTime clock;

  Conversation(Script script, People people, Documents documents, long seed) {
    this.script = script;
    this.people = people;
    this.documents = documents;
    this.random = new Random(seed ^ (script.subject() + script.field("when")).hashCode());
    this.list = !script.field("list").isEmpty();
    this.clock = script.begins();
  }

  /** The letters in the order of their posts. */
  List<Letter> letters() {
    for (Post post : script.posts()) {
      letters.add(letter(post));
    }
    return List.copyOf(letters);
  }

  private Letter letter(Post post) {
    Person writer = people.person(post.who());
    if (!letters.isEmpty() || !post.delay().isZero()) {
      clock = clock.plus(post.delay().isZero() ? usualDelay() : post.delay());
      clock = post.is("night") ? clock : waking(clock);
    }
    boolean answers = !letters.isEmpty() && !post.is("new");
    List<Letter> parent = answers ? List.of(parent(post)) : List.of();
    OffsetDateTime date = writer.at(clock.withSecond(random.nextInt(60)));
    String id = Ids.messageId(date, random, writer.mailbox().domain());
    Letter.Builder letter = Letter.of(id, writer.mailbox(), date);
    address(letter, post, writer, parent, date);
    letter.subject(subject(post, writer, parent)).references(references(parent));
    body(letter, post, writer, parent);
    for (String key : post.option("attach").split(",", -1)) {
      if (key.equals("parent") && answers) {
        letter.attach(
            Attachment.of("message.eml", "message/rfc822", LetterWriter.bytes(parent.getFirst())));
      } else if (!key.isEmpty()) {
        letter.attach(documents.attachment(key));
      }
    }
    return letter.build();
  }

  private void address(
      Letter.Builder letter, Post post, Person writer, List<Letter> parent, OffsetDateTime date) {
    List<Mailbox> to = new ArrayList<>(people.mailboxes(post.option("to")));
    List<Mailbox> cc = new ArrayList<>(people.mailboxes(post.option("cc")));
    if (list && to.isEmpty()) {
      to.add(people.mailbox("list"));
    } else if (to.isEmpty() && parent.isEmpty()) {
      to.addAll(people.mailboxes(script.field("to")));
      cc.addAll(people.mailboxes(script.field("cc")));
    } else if (to.isEmpty()) {
      Letter answered = parent.getFirst();
      boolean self = answered.from().equals(writer.mailbox());
      to.addAll(self ? answered.to() : List.of(answered.from()));
      Set<Mailbox> others = new LinkedHashSet<>(answered.to());
      others.addAll(answered.cc());
      others.removeAll(to);
      others.remove(writer.mailbox());
      others.addAll(cc);
      cc = new ArrayList<>(others);
    }
    letter.to(to).cc(cc);
    if (list) {
      Ids.listHeaders().forEach(letter::header);
    }
    String receiver = to.isEmpty() ? "oskport.example" : to.getFirst().domain();
    letter.header(Ids.received(writer.mailbox().domain(), receiver, date, random));
    if (!writer.client().mailer().isEmpty()) {
      letter.header("X-Mailer: " + writer.client().mailer());
    }
  }

  private String subject(Post post, Person writer, List<Letter> parent) {
    String tag = list ? LIST_TAG : "";
    if (!post.option("subject").isEmpty()) {
      return tag + post.option("subject");
    }
    if (parent.isEmpty()) {
      return tag + script.subject();
    }
    String bare = bare(parent.getFirst().subject());
    boolean outlook = writer.client() == Client.OUTLOOK;
    if (post.is("forward")) {
      return (outlook ? "FW: " : "Fwd: ") + bare;
    }
    return switch (writer.language()) {
      case "zh" -> (outlook ? "回复: " : "Re: ") + bare;
      case "fr" -> (outlook ? "RE : " : "Re: ") + bare;
      default -> (outlook ? "RE: " : "Re: ") + bare;
    };
  }

  private void body(Letter.Builder letter, Post post, Person writer, List<Letter> parent) {
    boolean quotes = !parent.isEmpty() && !post.is("fresh");
    String text =
        (quotes
                ? Quoting.text(writer, post.paragraphs(), parent.getFirst(), post.is("forward"))
                : Quoting.text(writer, post.paragraphs()))
            + "\n";
    Charset charset = charset(post, writer, text);
    letter.text(text).charset(charset).transfer(transfer(post, writer, charset));
    letter.flowed(writer.client() == Client.FLOWED).fate(post.option("fate"));
    boolean html =
        post.is("html")
            || (writer.client() == Client.WEB && !list)
            || (writer.client() == Client.OUTLOOK && random.nextInt(100) < 30);
    if (html && !post.is("forward")) {
      boolean crest = writer.mailbox().domain().equals("quillhaven.example");
      String logo = crest && random.nextInt(100) < 40 ? "crest@quillhaven.example" : "";
      if (!logo.isEmpty()) {
        letter.attach(Attachment.inline("crest.png", "image/png", logo, Drawings.png("crest")));
      }
      letter.html(Markup.html(writer, post.paragraphs(), quotes ? parent : List.of(), logo));
    }
  }

  private static Charset charset(Post post, Person writer, String text) {
    if (!post.option("charset").isEmpty()) {
      return Charset.forName(post.option("charset"));
    }
    boolean ascii = text.chars().allMatch(c -> c < 128);
    if (ascii && writer.client() == Client.CLASSIC) {
      return StandardCharsets.US_ASCII;
    }
    return writer.charset().newEncoder().canEncode(text)
        ? writer.charset()
        : StandardCharsets.UTF_8;
  }

  private static Transfer transfer(Post post, Person writer, Charset charset) {
    if (!post.option("transfer").isEmpty()) {
      return Transfer.valueOf(post.option("transfer").toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
    if (charset.name().startsWith("ISO-2022")) {
      return Transfer.SEVEN_BIT;
    }
    boolean wide = charset.name().startsWith("GB") || charset.name().equals("Big5");
    return switch (writer.client()) {
      case OUTLOOK -> wide ? Transfer.BASE64 : Transfer.QUOTED_PRINTABLE;
      case WEB -> writer.language().equals("ar") ? Transfer.BASE64 : Transfer.QUOTED_PRINTABLE;
      case PHONE -> Transfer.BASE64;
      case CLASSIC, FLOWED, ROBOT -> Transfer.EIGHT_BIT;
    };
  }

  private Letter parent(Post post) {
    String name = post.option("parent");
    if (name.isEmpty()) {
      return letters.getLast();
    }
    if (name.equals("first")) {
      return letters.getFirst();
    }
    Mailbox wanted = people.mailbox(name);
    return letters.reversed().stream()
        .filter(letter -> letter.from().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(script.subject() + ": no mail by " + name));
  }

  private static List<String> references(List<Letter> parent) {
    List<String> ids = new ArrayList<>();
    for (Letter letter : parent) {
      ids.addAll(letter.references());
      ids.add(letter.id());
    }
    if (ids.size() <= MOST_REFERENCES) {
      return ids;
    }
    List<String> kept = new ArrayList<>(ids.subList(ids.size() - MOST_REFERENCES + 1, ids.size()));
    kept.addFirst(ids.getFirst());
    return kept;
  }

  private Duration usualDelay() {
    return Duration.ofMinutes(12 + random.nextInt(170));
  }

  /** People sleep: what would be sent at night is sent in the morning. */
  private LocalDateTime waking(LocalDateTime time) {
    if (time.getHour() < 6) {
      return time.withHour(7).withMinute(random.nextInt(60));
    }
    if (time.getHour() >= 23) {
      return time.plusDays(1).withHour(7).withMinute(random.nextInt(60));
    }
    return time;
  }

  private static String bare(String subject) {
    String bare = subject;
    for (boolean again = true; again; ) {
      again = false;
      for (String prefix : List.of("Re: ", "RE: ", "RE : ", "Fwd: ", "FW: ", "回复: ")) {
        if (bare.startsWith(prefix)) {
          bare = bare.substring(prefix.length());
          again = true;
        }
      }
    }
    return bare;
  }
}
