package broadside.site.answers;

import broadside.archive.index.MailCard;
import broadside.archive.index.ReadableText;
import broadside.archive.search.Hit;
import broadside.mail.message.Address;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import broadside.mail.message.MessageDate;
import broadside.mail.message.NestedMessage;
import broadside.mail.message.Part;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.text.SignedText;
import broadside.site.routes.Route;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mails as programs read them. */
final class ApiRecords {
  private ApiRecords() {}

  /** What a list says of a mail. */
  static Map<String, @Nullable Object> of(MailCard card) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("number", card.number());
    object.put("release", card.release());
    object.put("state", word(card.state()));
    if (!card.isAbsent()) {
      object.put("date", card.date());
      object.put("name", card.sender());
      object.put("address", card.address());
      object.put("subject", card.subject());
      object.put("attachments", card.attachments());
      object.put("bytes", card.bytes());
      object.put("url", new Route.Api(new Route.Message(card.number(), false)).path());
    }
    return object;
  }

  /** The same where no index tells of it. */
  static Map<String, @Nullable Object> of(Unlisted mail) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("number", mail.number());
    object.put("release", mail.release());
    object.put("state", word(mail.state()));
    if (!mail.isAbsent()) {
      object.put("date", mail.date());
      object.put("bytes", mail.bytes());
      object.put("url", new Route.Api(new Route.Message(mail.number(), false)).path());
    }
    return object;
  }

  /** A mail that was found. */
  static Map<String, @Nullable Object> of(Hit hit) {
    Map<String, @Nullable Object> object = of(hit.card());
    object.put("copies", hit.copies());
    object.put("snippet", hit.snippet().text());
    object.put(
        "marks",
        hit.snippet().marks().stream().map(mark -> List.of(mark.start(), mark.end())).toList());
    return object;
  }

  /** Adds what a mail says of itself. */
  static void message(
      Map<String, @Nullable Object> object, Message message, long number, int textChars) {
    object.put("message_id", message.messageId());
    object.put("in_reply_to", message.inReplyTo());
    object.put("references", message.references());
    date(object, message.date());
    object.put("from", addresses(message.from()));
    object.put("sender", addresses(message.sender()));
    object.put("reply_to", addresses(message.replyTo()));
    object.put("to", addresses(message.to()));
    object.put("cc", addresses(message.cc()));
    object.put("bcc", addresses(message.bcc()));
    object.put("subject", message.subject());
    object.put("list_id", message.listId());
    int room = textChars - text(object, ReadableText.of(message), textChars);
    object.put("html", message.html() == null ? null : new Route.MessageHtml(number).path());
    List<Object> nested = new ArrayList<>();
    int people = 0;
    for (NestedMessage mail : message.nested()) {
      if (NestedMails.isEnough(people)) {
        break;
      }
      people += NestedMails.people(mail);
      Map<String, @Nullable Object> inner = new LinkedHashMap<>();
      date(inner, mail.date());
      inner.put("from", addresses(mail.from()));
      inner.put("to", addresses(mail.to()));
      inner.put("cc", addresses(mail.cc()));
      inner.put("subject", mail.subject());
      room -= text(inner, ReadableText.of(mail), room);
      nested.add(inner);
    }
    object.put("nested", nested);
    object.put("nested_cut", nested.size() < message.nested().size());
    object.put("attachments", attachments(message, number));
    object.put(
        "defects",
        message.defects().stream().map(defect -> word(defect.kind())).distinct().toList());
  }

  private static void date(Map<String, @Nullable Object> object, MessageDate date) {
    OffsetDateTime value = date.value();
    object.put("date", value);
    object.put("date_from", value == null ? null : word(date.origin()));
  }

  private static List<Object> addresses(List<Address> addresses) {
    List<Object> all = new ArrayList<>(addresses.size());
    for (Address address : addresses) {
      all.add(Map.of("name", address.name(), "address", address.email()));
    }
    return all;
  }

  /** Adds a text, cut to a number of characters; how many were given. */
  private static int text(Map<String, @Nullable Object> object, @Nullable BodyText body, int most) {
    String whole = body == null ? "" : body.text();
    String text = whole.length() <= most ? whole : whole.substring(0, most);
    object.put("text", body == null ? null : text);
    object.put("text_cut", text.length() < whole.length());
    return text.length();
  }

  private static List<Object> attachments(Message message, long number) {
    List<Object> all = new ArrayList<>();
    for (Part part : message.attachments()) {
      Map<String, @Nullable Object> file = new LinkedHashMap<>();
      file.put("name", MailParts.name(part));
      file.put("type", part.mediaType());
      file.put("role", word(part.role()));
      file.put("bytes", part.bytes());
      file.put("sha256", part.sha256());
      file.put("url", new Route.Attachment(number, all.size() + 1).path());
      all.add(file);
    }
    return all;
  }

  /** What its signatures are worth, or null where nobody has looked. */
  static @Nullable List<Object> signatures(@Nullable List<SignatureVerdict> verdicts) {
    if (verdicts == null) {
      return null;
    }
    List<Object> all = new ArrayList<>();
    for (SignatureVerdict verdict : verdicts) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("verdict", verdict.verdict());
      one.put("arc", verdict.arc());
      one.put("domain", verdict.domain());
      one.put("selector", verdict.selector());
      one.put("key", verdict.key());
      one.put("undone", verdict.undone());
      all.add(one);
    }
    return all;
  }

  /** Adds the mail's bytes and where they are. */
  static void files(Map<String, @Nullable Object> object, byte[] eml, long number) {
    object.put("bytes", eml.length);
    object.put("sha256", SignedText.sha256Hex(eml));
    object.put("eml", new Route.Eml(number).path());
    object.put("proof", new Route.Proof(number).path());
    object.put("url", new Route.Message(number, false).path());
  }

  /** An enum's word: its name in lower case, with hyphens. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
