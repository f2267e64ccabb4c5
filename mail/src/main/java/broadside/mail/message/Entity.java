package broadside.mail.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the MIME structure while it is read: where it lies in the bytes, and what was found out
 * about it. One mail at a time; not for several threads.
 */
final class Entity {
  final byte[] source;
  final int index;
  final @Nullable Entity parent;
  final int depth;
  final List<Entity> children = new ArrayList<>(0);
  final List<RawHeader> fields;
  ContentHeader content;
  final int bodyFrom;
  int bodyTo;

  /** True where its children were read, so that it is a branch of the tree. */
  boolean opened;

  Part.Role role = Part.Role.ATTACHMENT;
  long bytes;
  @Nullable String sha256;

  /** The decoded bytes of a text part, as far as they are kept. */
  byte @Nullable [] text;

  Entity(
      byte[] source,
      int index,
      @Nullable Entity parent,
      List<RawHeader> fields,
      ContentHeader content,
      int bodyFrom) {
    this.source = source;
    this.index = index;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.fields = fields;
    this.content = content;
    this.bodyFrom = bodyFrom;
    this.bodyTo = bodyFrom;
  }

  boolean isContainer() {
    return opened && content.isMultipart();
  }

  boolean isNestedMessage() {
    return content.isMessage();
  }

  /** True for an S/MIME signature around a content that was read. */
  boolean isSigned() {
    return opened && content.isSignedData();
  }

  /** True where it is the root of a mail, the outer or a nested one. */
  boolean isMailRoot() {
    return parent == null || parent.isNestedMessage();
  }

  Part part() {
    return new Part(
        index,
        parent == null ? -1 : parent.index,
        depth,
        content.mediaType(),
        role,
        content.charset(),
        content.fileName(),
        content.contentId(),
        bytes,
        sha256);
  }
}
