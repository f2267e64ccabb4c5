package broadside.mail.message;

import broadside.mail.header.HeaderText;
import broadside.mail.message.Defect.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads mails.
 *
 * <p><b>Threads:</b> immutable; one instance serves all threads.
 */
public final class MessageParser {
  /** Fields that a mail has once (RFC 5322 §3.6). */
  private static final List<String> SINGLE =
      List.of("From", "Date", "Subject", "Message-ID", "To", "Cc", "Content-Type");

  private final MailLimits limits;

  public MessageParser(MailLimits limits) {
    this.limits = limits;
  }

  /** The message that these bytes are. Never throws on content, whatever the bytes. */
  public Message parse(byte[] mail) {
    Defects defects = new Defects();
    List<Entity> entities = StructureReader.read(mail, limits, defects);
    new ContentReader(limits, defects).read(entities);
    List<List<Section>> sections = BodyChoice.of(entities);
    BodyReader bodies = new BodyReader(limits, defects);
    BodyText text = bodies.text(sections.getFirst());
    String html = bodies.html(sections.getFirst());
    BodyChoice.markInline(entities, html);
    Entity root = entities.getFirst();
    List<Part> parts = new ArrayList<>(entities.size());
    entities.forEach(entity -> parts.add(entity.part()));
    Fields fields = new Fields(root, defects);
    return new Message(
        fields.all(),
        fields.messageId(),
        fields.ids("References"),
        fields.ids("In-Reply-To"),
        fields.addresses("From"),
        fields.addresses("Sender"),
        fields.addresses("Reply-To"),
        fields.addresses("To"),
        fields.addresses("Cc"),
        fields.addresses("Bcc"),
        fields.subject(),
        fields.listId(),
        DateReader.read(root.fields, defects),
        parts,
        text,
        html,
        nested(entities, sections, defects),
        fields.checked().list());
  }

  /**
   * What these bytes say, as {@link #parse} reads them, and nothing else of them: a search cuts its
   * snippets from it, and does not pay for headers, addresses and hashes.
   */
  public Bodies bodies(byte[] mail) {
    Defects ignored = new Defects();
    List<Entity> entities = StructureReader.readContent(mail, limits, ignored);
    List<List<Section>> sections = BodyChoice.of(entities);
    new ContentReader(limits, ignored).readBodies(entities);
    BodyReader bodies = new BodyReader(limits, ignored);
    return new Bodies(
        bodies.text(sections.getFirst()),
        bodies.html(sections.getFirst()),
        nested(entities, sections, ignored));
  }

  /** The mails that lie in the outer one, at any depth, as far as the limits go. */
  private List<NestedMessage> nested(
      List<Entity> entities, List<List<Section>> sections, Defects defects) {
    List<NestedMessage> nested = new ArrayList<>(0);
    long room = limits.bodyChars();
    for (Entity entity : entities) {
      if (entity.isNestedMessage() && !entity.children.isEmpty()) {
        if (nested.size() == limits.nested() || room <= 0) {
          defects.add(Kind.LIMIT_PARTS, "only %d attached mails are read".formatted(nested.size()));
          break;
        }
        Entity root = entity.children.getFirst();
        NestedMessage mail = nested(entity, root, sections.get(root.index));
        room -= mail.text() == null ? 0 : mail.text().text().length();
        room -= mail.html() == null ? 0 : mail.html().length();
        nested.add(mail);
      }
    }
    return nested;
  }

  private NestedMessage nested(Entity entity, Entity root, List<Section> sections) {
    Defects ignored = new Defects();
    BodyReader bodies = new BodyReader(limits, ignored);
    Fields fields = new Fields(root, ignored);
    Entity outer = entity.parent;
    while (outer != null && !outer.isNestedMessage()) {
      outer = outer.parent;
    }
    return new NestedMessage(
        entity.index,
        outer == null ? -1 : outer.index,
        fields.addresses("From"),
        fields.addresses("To"),
        fields.addresses("Cc"),
        fields.subject(),
        DateReader.read(root.fields, ignored),
        bodies.text(sections),
        bodies.html(sections));
  }

  /**
   * Writes the decoded bytes of one part.
   *
   * @param part {@link Part#index()} as {@link #parse} gave it for the same bytes
   * @return false where there is no such part
   */
  public boolean copyPart(byte[] mail, int part, OutputStream out) throws IOException {
    Defects ignored = new Defects();
    List<Entity> entities = StructureReader.readContent(mail, limits, ignored);
    if (part < 0 || part >= entities.size() || entities.get(part).isContainer()) {
      return false;
    }
    TransferDecoding.copy(entities.get(part), limits.decodedBytes(), out, ignored);
    return true;
  }

  /**
   * Writes what is of no part: the text before the first part of each multipart and behind its last
   * one (RFC 2046 §5.1.1), in the order of the mail.
   *
   * @return the number of bytes written
   */
  public long copyOutside(byte[] mail, OutputStream out) throws IOException {
    long bytes = 0;
    for (StructureReader.Run run : StructureReader.outside(mail, limits)) {
      out.write(run.source(), run.from(), run.to() - run.from());
      bytes += run.to() - run.from();
    }
    return bytes;
  }

  /** The fields of a mail, the outer or a nested one, decoded. */
  private final class Fields {
    private final List<RawHeader> raw;
    private final Defects defects;
    private final @Nullable String charset;
    private final List<HeaderField> decoded;

    Fields(Entity root, Defects defects) {
      this.raw = root.fields;
      this.defects = defects;
      this.charset = root.content.charset();
      this.decoded = new ArrayList<>(raw.size());
      for (RawHeader field : raw) {
        decoded.add(new HeaderField(field.name(), text(field)));
      }
    }

    private String text(RawHeader field) {
      HeaderText text = HeaderText.unstructured(field.body(), charset);
      if (text.raw8bit()) {
        defects.add(Kind.RAW_8BIT_HEADER, field.name());
      }
      if (text.brokenWord()) {
        defects.add(Kind.BAD_ENCODED_WORD, field.name());
      }
      if (field.body().indexOf('\0') >= 0) {
        defects.add(Kind.NUL_BYTES, "in " + field.name());
      }
      if (field.body().indexOf('\r') >= 0) {
        defects.add(Kind.BARE_CR, "in " + field.name());
      }
      return text.text();
    }

    List<HeaderField> all() {
      return decoded;
    }

    private String first(String name) {
      for (HeaderField field : decoded) {
        if (field.name().equalsIgnoreCase(name)) {
          return field.value();
        }
      }
      return "";
    }

    String subject() {
      return first("Subject");
    }

    @Nullable String messageId() {
      String id = MessageIds.single(first("Message-ID"));
      if (id == null) {
        defects.add(Kind.MISSING_MESSAGE_ID, "no Message-ID field");
      }
      return id;
    }

    @Nullable String listId() {
      return MessageIds.listId(first("List-Id"));
    }

    List<String> ids(String name) {
      List<String> ids = MessageIds.list(first(name), limits.addresses() + 1);
      if (ids.size() > limits.addresses()) {
        defects.add(Kind.LIMIT_ADDRESSES, name + ": more than " + limits.addresses());
        return ids.subList(0, limits.addresses());
      }
      return ids;
    }

    /** The mailboxes of all fields of this name together; an author is named once. */
    List<Address> addresses(String name) {
      boolean author = name.equals("From") || name.equals("Sender");
      List<Address> all = new ArrayList<>(1);
      for (RawHeader field : raw) {
        if (field.is(name) && !(author && !all.isEmpty())) {
          String text = HeaderText.structured(field.body(), charset).text();
          all.addAll(AddressParser.parse(name, text, limits.addresses() - all.size(), defects));
        }
      }
      if (all.isEmpty() && name.equals("From")) {
        defects.add(Kind.MISSING_FROM, "no address in From");
      }
      return all;
    }

    Defects checked() {
      for (String name : SINGLE) {
        int count = 0;
        for (RawHeader field : raw) {
          count += field.is(name) ? 1 : 0;
        }
        if (count > 1) {
          defects.add(Kind.REPEATED_HEADER, name);
        }
      }
      return defects;
    }
  }
}
