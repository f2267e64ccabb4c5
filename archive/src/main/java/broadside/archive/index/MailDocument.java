package broadside.archive.index;

import broadside.archive.language.LanguageDetector;
import broadside.mail.message.Address;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import broadside.mail.message.NestedMessage;
import broadside.mail.message.Part;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.SignatureVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Makes the index document of one number. One instance makes them one after another. */
final class MailDocument {
  /** Longest title and sender kept for lists; a longer one is cut, the mail itself has it whole. */
  private static final int LONGEST_LABEL = 300;

  private static final FieldType KEY = new FieldType();

  static {
    KEY.setIndexOptions(IndexOptions.DOCS);
    KEY.setOmitNorms(true);
    KEY.setTokenized(false);
    KEY.freeze();
  }

  private final int release;
  private final Map<TextField, WordStream> streams = new EnumMap<>(TextField.class);
  private final Map<TextField, Field> fields = new EnumMap<>(TextField.class);
  private final List<IndexableField> document = new ArrayList<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private final LanguageDetector detector = new LanguageDetector();
  private long characters;

  MailDocument(int release) {
    this.release = release;
    for (TextField field : TextField.values()) {
      FieldType type = new FieldType();
      type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
      type.setOmitNorms(!field.lengths());
      type.freeze();
      WordStream stream = new WordStream();
      streams.put(field, stream);
      fields.put(field, new Field(field.label(), stream, type));
    }
  }

  /** The document of the entry; valid until the next call. */
  List<IndexableField> of(IndexEntry entry) {
    document.clear();
    keys.clear();
    characters = 0;
    for (WordStream stream : streams.values()) {
      stream.clear();
    }
    keys.add(Keys.release(release));
    number(Columns.RELEASE, release);
    document.add(NumericDocValuesField.indexedField(Columns.NUMBER, entry.line().number()));
    Message message = entry.message();
    switch (entry.line()) {
      case ManifestLine.Published line -> {
        if (message == null) {
          withdrawn(line.number());
        } else {
          mail(MailCard.State.PUBLISHED, line.bytes(), line.date(), line.thread(), entry);
        }
      }
      case ManifestLine.Redacted line -> {
        if (message == null) {
          withdrawn(line.number());
        } else {
          keys.add(Keys.IS_REDACTED);
          mail(MailCard.State.REDACTED, line.bytes(), line.date(), line.thread(), entry);
        }
      }
      case ManifestLine.Withheld line -> {
        if (message != null) {
          throw new IllegalArgumentException("number " + line.number() + " is withheld");
        }
        absent(line.number(), MailCard.State.WITHHELD);
      }
    }
    fields.forEach((field, value) -> {
      // A field with lengths is in every document, if only empty: lengths that some documents lack
      // are kept in a sparse form, whose reading took a third of all indexing.
      if (field.lengths() || !stream(field).isEmpty()) {
        document.add(value);
      }
    });
    for (String key : keys) {
      document.add(new Field(Keys.FIELD, new BytesRef(key), KEY));
    }
    return document;
  }

  /** Characters of text in the last document. */
  long characters() {
    return characters;
  }

  private void withdrawn(long number) {
    keys.add(Keys.IS_WITHDRAWN);
    absent(number, MailCard.State.WITHDRAWN);
  }

  private void absent(long number, MailCard.State state) {
    keys.add(Keys.IS_WITHHELD);
    number(Columns.STATE, state.code());
    number(Columns.COPY, -number);
  }

  private void mail(
      MailCard.State state, long bytes, @Nullable Instant date, String thread, IndexEntry entry) {
    Message message = entry.message();
    if (message == null) {
      throw new IllegalArgumentException("number " + entry.line().number() + " without its mail");
    }
    number(Columns.STATE, state.code());
    document.add(NumericDocValuesField.indexedField(Columns.BYTES, bytes));
    if (date != null) {
      document.add(NumericDocValuesField.indexedField(Columns.DATE, date.getEpochSecond()));
    }
    number(Columns.THREAD, Long.parseUnsignedLong(thread, 16));
    number(Columns.COPY, entry.copy());
    number(Columns.VOLUME, entry.volume());
    number(Columns.OFFSET, entry.offset());
    number(Columns.DEFLATED, entry.deflated());
    keys.add(Keys.thread(thread));
    List<SignatureVerdict> dkim = entry.line().dkim();
    if (dkim != null) {
      keys.addAll(Keys.dkim(dkim));
    }
    head(message);
    people(message);
    parts(message);
    body(message);
    nested(message);
    keys.add(Keys.language(detector.language()));
  }

  private void head(Message message) {
    text(TextField.SUBJECT, message.subject());
    document.add(new BinaryDocValuesField(Columns.TITLE, label(message.subject())));
    if (!message.from().isEmpty()) {
      Address from = message.from().getFirst();
      document.add(
          new SortedDocValuesField(
              Columns.SENDER, label(from.display().replace('\0', ' ') + '\0' + from.email())));
    }
    if (message.messageId() != null) {
      keys.add(Keys.messageId(message.messageId()));
    }
    String list = message.listId();
    if (list != null) {
      keys.add(Keys.list(list));
      int dot = list.indexOf('.');
      if (dot > 0) {
        keys.add(Keys.list(list.substring(0, dot)));
      }
    }
  }

  private void people(Message message) {
    people(TextField.FROM, message.from());
    people(TextField.FROM, message.sender());
    people(TextField.TO, message.to());
    people(TextField.CC, message.cc());
    people(TextField.BCC, withoutAll(message.bcc(), message.cc()));
  }

  /** Some programs write the same list in both headers. */
  private static List<Address> withoutAll(List<Address> addresses, List<Address> others) {
    return addresses.equals(others) ? List.of() : addresses;
  }

  private void people(TextField field, List<Address> addresses) {
    for (Address address : addresses) {
      if (!address.name().equals(address.email())) {
        text(field, address.name());
      }
      text(field, address.email());
      keys.add(Keys.address(field, address.email()));
      String domain = address.domain();
      while (!domain.isEmpty()) {
        keys.add(Keys.domain(domain));
        int dot = domain.indexOf('.');
        domain = dot < 0 ? "" : domain.substring(dot + 1);
      }
    }
  }

  private void parts(Message message) {
    int attachments = 0;
    for (Part part : message.parts()) {
      Part.Role role = part.role();
      if (!role.isAttachment()) {
        continue;
      }
      switch (role) {
        case INLINE, SIGNATURE, SIGNED -> {}
        default -> attachments++;
      }
      String name = part.fileName() == null ? "" : part.fileName();
      text(TextField.FILE, name);
      keys.addAll(FileTypes.keys(name, part.mediaType()));
    }
    if (attachments > 0) {
      keys.add(Keys.HAS_ATTACHMENT);
      number(Columns.ATTACHMENTS, attachments);
    }
  }

  private void body(Message message) {
    detector.clear();
    BodyText body = ReadableText.of(message);
    if (body == null) {
      return;
    }
    for (Block block : TextBlocks.of(body)) {
      boolean own =
          switch (block.kind()) {
            case PARAGRAPH, SIGNATURE -> block.depth() == 0;
            case ATTRIBUTION, QUOTE -> false;
          };
      text(own ? TextField.BODY : TextField.QUOTED, block.text());
      if (own && block.kind() == Block.Kind.PARAGRAPH) {
        detector.add(block.text());
      }
    }
  }

  /** What a mail inside this one says, and who wrote it, is to this mail what it quotes. */
  private void nested(Message message) {
    for (NestedMessage nested : message.nested()) {
      text(TextField.QUOTED, ReadableText.head(nested));
      BodyText body = ReadableText.of(nested);
      if (body != null) {
        TextBlocks.of(body).forEach(block -> text(TextField.QUOTED, block.text()));
      }
    }
  }

  private void text(TextField field, String text) {
    characters += text.length();
    stream(field).add(text);
  }

  private WordStream stream(TextField field) {
    return Objects.requireNonNull(streams.get(field));
  }

  private void number(String column, long value) {
    document.add(new NumericDocValuesField(column, value));
  }

  private static BytesRef label(String text) {
    return new BytesRef(text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL));
  }
}
