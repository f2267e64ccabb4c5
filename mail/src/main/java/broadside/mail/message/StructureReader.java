package broadside.mail.message;

import broadside.mail.message.Defect.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entities of a mail and where each begins and ends (RFC 2046 §5.1), in one pass.
 *
 * <p>Entities are offsets into the mail's bytes; only a nested message in base64 or
 * quoted-printable, and what an S/MIME signature encloses, are bytes of their own. The open
 * multiparts are a list, not a call stack. One mail at a time; not for several threads.
 */
final class StructureReader {
  private final HeaderBlock.Owner outer;
  private final MailLimits limits;
  private final Defects defects;
  private final List<Entity> entities = new ArrayList<>(1);
  private final List<Run> outside = new ArrayList<>(0);
  private final Deque<Frame> suspended = new ArrayDeque<>();
  private Frame frame;
  private long decodedInside;
  private boolean full;

  /** A run of bytes that is being read, and the multiparts that are open in it. */
  private static final class Frame {
    final byte[] source;
    final int end;
    final List<Open> open = new ArrayList<>(4);
    int at;

    Frame(byte[] source, int from, int end) {
      this.source = source;
      this.at = from;
      this.end = end;
    }
  }

  /** Bytes of {@code source}. */
  record Run(byte[] source, int from, int to) {}

  /** An entity whose end is not found yet; {@code delimiter} is null for a nested message. */
  private record Open(Entity entity, byte @Nullable [] delimiter) {}

  /** A delimiter line: which open multipart it belongs to, and whether it closes it. */
  private record Delimiter(int level, boolean closing, int lineFrom, int lineTo) {}

  private StructureReader(
      byte[] mail, HeaderBlock.Owner outer, MailLimits limits, Defects defects) {
    this.outer = outer;
    this.limits = limits;
    this.defects = defects;
    this.frame = new Frame(mail, 0, mail.length);
  }

  /** The entities in preorder; the root is the first. */
  static List<Entity> read(byte[] mail, MailLimits limits, Defects defects) {
    return read(new StructureReader(mail, HeaderBlock.Owner.MAIL, limits, defects));
  }

  /** The same, where nobody asks for more of the outer header than its Content-* fields. */
  static List<Entity> readContent(byte[] mail, MailLimits limits, Defects defects) {
    return read(new StructureReader(mail, HeaderBlock.Owner.MAIL_CONTENT, limits, defects));
  }

  /**
   * The bytes between the parts that are of none: before the first of a multipart, behind the last.
   */
  static List<Run> outside(byte[] mail, MailLimits limits) {
    StructureReader reader =
        new StructureReader(mail, HeaderBlock.Owner.MAIL_CONTENT, limits, new Defects());
    read(reader);
    return reader.outside;
  }

  private static List<Entity> read(StructureReader reader) {
    reader.readEntity(null);
    while (!reader.full) {
      if (!reader.step()) {
        break;
      }
    }
    reader.closeAll();
    return reader.entities;
  }

  /** Reads up to the next delimiter and what follows it; false at the end of the mail. */
  private boolean step() {
    Delimiter delimiter = frame.open.isEmpty() ? null : nextDelimiter();
    noteOutside(delimiter);
    if (delimiter == null) {
      closeAbove(0, frame.end);
      Frame outer = suspended.poll();
      if (outer == null) {
        return false;
      }
      frame = outer;
      return true;
    }
    closeAbove(delimiter.level + 1, bodyEnd(delimiter.lineFrom));
    frame.at = delimiter.lineTo;
    Entity multipart = frame.open.get(delimiter.level).entity;
    if (delimiter.closing) {
      multipart.bodyTo = delimiter.lineTo;
      frame.open.removeLast();
    } else {
      readEntity(multipart);
    }
    return true;
  }

  /** Keeps what stands before the delimiter, or the end, where no part is open to hold it. */
  private void noteOutside(@Nullable Delimiter delimiter) {
    int level = frame.open.size() - 1;
    Entity inner = level < 0 ? null : frame.open.get(level).entity;
    boolean first = inner != null && inner.children.isEmpty();
    boolean preamble = first && delimiter != null && delimiter.level == level;
    // what was decoded stands elsewhere, and its end is known
    boolean between = inner == null || (inner.opened && !first && inner.bodyTo == inner.bodyFrom);
    int to = delimiter == null ? frame.end : delimiter.lineFrom;
    if ((preamble || between) && to > frame.at) {
      outside.add(new Run(frame.source, frame.at, to));
    }
  }

  private void readEntity(@Nullable Entity parent) {
    if (entities.size() >= limits.parts()) {
      defects.add(Kind.LIMIT_PARTS, "more than " + limits.parts() + " parts");
      full = true;
      return;
    }
    HeaderBlock.Owner owner =
        parent == null
            ? outer
            : parent.isNestedMessage() ? HeaderBlock.Owner.NESTED_MAIL : HeaderBlock.Owner.PART;
    IntPredicate isBoundary = at -> delimiterAt(at) != null;
    HeaderBlock header =
        HeaderBlock.read(frame.source, frame.at, frame.end, owner, isBoundary, limits, defects);
    boolean inDigest = parent != null && parent.content.isMultipart("digest");
    ContentHeader content = ContentHeader.of(header.fields(), inDigest, defects);
    if (content.isMultipart() && content.boundary() == null) {
      defects.add(Kind.MISSING_BOUNDARY, content.mediaType());
      content = content.asPlainText();
    }
    Entity entity =
        new Entity(
            frame.source, entities.size(), parent, header.fields(), content, header.bodyFrom());
    entities.add(entity);
    if (parent != null) {
      parent.children.add(entity);
    }
    frame.at = header.bodyFrom();
    if (content.isMultipart()) {
      openMultipart(entity);
    } else if (content.isMessage() && isWithinDepth(entity)) {
      openMessage(entity);
    } else {
      frame.open.add(new Open(entity, null));
      if (content.isSignedData()) {
        openSigned(entity);
      }
    }
  }

  private void openMultipart(Entity entity) {
    String boundary = entity.content.boundary();
    byte[] delimiter = null;
    if (boundary != null && isWithinDepth(entity)) {
      delimiter = ("--" + boundary.stripTrailing()).getBytes(StandardCharsets.UTF_8);
      entity.opened = true;
    }
    frame.open.add(new Open(entity, delimiter));
  }

  /** A nested message stands in the same bytes, unless it is encoded. */
  private void openMessage(Entity entity) {
    frame.open.add(new Open(entity, null));
    if (!TransferDecoding.isEncoded(entity.content.transferEncoding())) {
      entity.opened = true;
      readEntity(entity);
      return;
    }
    openElsewhere(entity, decoded(entity));
  }

  /** What an S/MIME signature encloses is an entity of its own (RFC 8551 §3.1). */
  private void openSigned(Entity entity) {
    byte[] content = SignedData.content(decoded(entity));
    if (content != null && isWithinDepth(entity)) {
      openElsewhere(entity, content);
    }
  }

  private byte[] decoded(Entity entity) {
    Delimiter delimiter = nextDelimiter();
    int end = delimiter == null ? frame.end : bodyEnd(delimiter.lineFrom);
    entity.bodyTo = Math.max(end, entity.bodyFrom);
    long room = Math.min(limits.messageBytes(), limits.decodedBytes() - decodedInside);
    byte[] decoded = TransferDecoding.decode(entity, room, defects);
    decodedInside += decoded.length;
    return decoded;
  }

  private void openElsewhere(Entity entity, byte[] content) {
    if (entities.size() == limits.parts()) {
      readEntity(entity); // which says so
      return;
    }
    entity.opened = true;
    suspended.push(frame);
    frame = new Frame(content, 0, content.length);
    readEntity(entity);
  }

  private boolean isWithinDepth(Entity entity) {
    if (entity.depth + 1 < limits.depth()) {
      return true;
    }
    defects.add(Kind.LIMIT_DEPTH, "deeper than " + limits.depth() + " levels");
    return false;
  }

  private @Nullable Delimiter nextDelimiter() {
    byte[] source = frame.source;
    int at = frame.at;
    while (at < frame.end) {
      if (source[at] == '-') {
        Delimiter delimiter = delimiterAt(at);
        if (delimiter != null) {
          return delimiter;
        }
      }
      at = HeaderBlock.lineEnd(source, at, frame.end);
    }
    return null;
  }

  private @Nullable Delimiter delimiterAt(int line) {
    byte[] source = frame.source;
    if (line + 2 >= frame.end || source[line] != '-' || source[line + 1] != '-') {
      return null;
    }
    for (int level = frame.open.size() - 1; level >= 0; level--) {
      byte[] delimiter = frame.open.get(level).delimiter;
      if (delimiter == null || !startsWith(source, line, frame.end, delimiter)) {
        continue;
      }
      int after = line + delimiter.length;
      int lineTo = HeaderBlock.lineEnd(source, after, frame.end);
      boolean closing = after + 1 < lineTo && source[after] == '-' && source[after + 1] == '-';
      if (isBlank(source, closing ? after + 2 : after, lineTo)) {
        return new Delimiter(level, closing, line, lineTo);
      }
    }
    return null;
  }

  private static boolean startsWith(byte[] source, int from, int end, byte[] prefix) {
    return end - from >= prefix.length
        && Arrays.equals(source, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private static boolean isBlank(byte[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      if (source[i] != ' ' && source[i] != '\t' && source[i] != '\r' && source[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  /** The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
  private int bodyEnd(int lineFrom) {
    int end = lineFrom;
    if (end > 0 && frame.source[end - 1] == '\n') {
      end--;
      if (end > 0 && frame.source[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }

  private void closeAbove(int level, int end) {
    while (frame.open.size() > level) {
      Open open = frame.open.removeLast();
      Entity entity = open.entity;
      boolean known = entity.bodyTo > entity.bodyFrom; // since it was decoded
      if (!known) {
        entity.bodyTo = Math.max(end, entity.bodyFrom);
      }
      if (open.delimiter != null) {
        String place = entity.index == 0 ? "" : " (part " + entity.index + ")";
        if (entity.children.isEmpty()) {
          // its boundary never came: what is there is text
          defects.add(Kind.MISSING_BOUNDARY, entity.content.mediaType() + place);
          entity.content = entity.content.asPlainText();
          entity.opened = false;
        } else {
          defects.add(Kind.UNCLOSED_MULTIPART, entity.content.mediaType() + place);
        }
      }
    }
  }

  private void closeAll() {
    closeAbove(0, frame.end);
    while (!suspended.isEmpty()) {
      frame = suspended.pop();
      closeAbove(0, frame.end);
    }
  }
}
