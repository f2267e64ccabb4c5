package broadside.mail.message;

import broadside.mail.message.Part.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each part is to a reader, and which parts make the body, as mail readers do it: of
 * alternatives the last that can be shown, of related parts the root, of mixed parts every text
 * that is not a file.
 */
final class BodyChoice {
  private BodyChoice() {}

  /**
   * The sections that each entity adds to the body of its mail, by its index; a mail's whole body
   * is its root's. Sets the role of every entity but the inline ones.
   */
  static List<List<Section>> of(List<Entity> entities) {
    List<List<Section>> sections = new ArrayList<>(entities.size());
    entities.forEach(entity -> sections.add(List.of()));
    // children stand after their parent, so backwards each parent finds its children done
    for (Entity entity : entities.reversed()) {
      entity.role = role(entity);
      sections.set(entity.index, sections(entity, sections));
    }
    for (Section section : sections.getFirst()) {
      section.text().forEach(entity -> entity.role = Role.TEXT_BODY);
      section.html().forEach(entity -> entity.role = bodyRole(entity));
    }
    return sections;
  }

  private static Role bodyRole(Entity entity) {
    return entity.content.mediaType().equals("text/html") ? Role.HTML_BODY : Role.TEXT_BODY;
  }

  /** Marks the parts that the HTML refers to by cid (RFC 2392). */
  static void markInline(List<Entity> entities, @Nullable String html) {
    if (html == null) {
      return;
    }
    Set<String> ids = new HashSet<>();
    for (Entity entity : entities) {
      String id = entity.content.contentId();
      if (id != null && entity.role == Role.ATTACHMENT) {
        ids.add(id);
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    Set<String> used = cids(html);
    for (Entity entity : entities) {
      String id = entity.content.contentId();
      if (id != null && entity.role == Role.ATTACHMENT && used.contains(id)) {
        entity.role = Role.INLINE;
      }
    }
  }

  private static Set<String> cids(String html) {
    Set<String> ids = new HashSet<>();
    int at = indexOfCid(html, 0);
    while (at >= 0) {
      int end = at + 4;
      while (end < html.length() && "\"'>) \t\r\n".indexOf(html.charAt(end)) < 0) {
        end++;
      }
      ids.add(html.substring(at + 4, end).replace("%40", "@").replace("&amp;", "&"));
      at = indexOfCid(html, end);
    }
    return ids;
  }

  private static int indexOfCid(String html, int from) {
    for (int i = html.indexOf(':', from + 3); i >= 0; i = html.indexOf(':', i + 1)) {
      if (html.regionMatches(true, i - 3, "cid", 0, 3)) {
        return i - 3;
      }
    }
    return -1;
  }

  private static List<Section> sections(Entity entity, List<List<Section>> done) {
    if (entity.isSigned()) {
      return done.get(entity.children.getFirst().index);
    }
    if (!entity.isContainer()) {
      return isInlineText(entity) ? leaf(entity) : List.of();
    }
    if (entity.content.isMultipart("alternative")) {
      return alternative(entity, done);
    }
    if (entity.content.isMultipart("related")) {
      Entity root = relatedRoot(entity);
      if (root != null && !done.get(root.index).isEmpty()) {
        return done.get(root.index);
      }
    }
    List<Section> all = new ArrayList<>();
    for (Entity child : entity.children) {
      all.addAll(done.get(child.index));
    }
    return all;
  }

  private static List<Section> leaf(Entity entity) {
    List<Entity> self = List.of(entity);
    boolean html = entity.content.mediaType().equals("text/html");
    entity.role = Role.ALTERNATIVE;
    return List.of(html ? new Section(List.of(), self) : new Section(self, List.of()));
  }

  private static List<Section> alternative(Entity entity, List<List<Section>> done) {
    List<Entity> text = List.of();
    List<Entity> html = List.of();
    for (Entity child : entity.children) {
      List<Entity> childText = Section.allText(done.get(child.index));
      List<Entity> childHtml = Section.allHtml(done.get(child.index));
      boolean poorer = isEnriched(child) && !text.isEmpty();
      text = childText.isEmpty() || poorer ? text : childText;
      html = childHtml.isEmpty() ? html : childHtml;
    }
    return text.isEmpty() && html.isEmpty() ? List.of() : List.of(new Section(text, html));
  }

  private static @Nullable Entity relatedRoot(Entity related) {
    String start = related.content.type().parameter("start");
    if (start != null) {
      String id = MessageIds.single(start);
      for (Entity child : related.children) {
        if (id != null && id.equals(child.content.contentId())) {
          return child;
        }
      }
    }
    return related.children.isEmpty() ? null : related.children.getFirst();
  }

  private static boolean isEnriched(Entity entity) {
    return switch (entity.content.mediaType()) {
      case "text/enriched", "text/richtext" -> true;
      default -> false;
    };
  }

  /** True for a text that a reader shows in place: not a file, and of a kind that is read. */
  private static boolean isInlineText(Entity entity) {
    if (entity.role != Role.ATTACHMENT || entity.content.isAttachment()) {
      return false;
    }
    boolean readable =
        switch (entity.content.mediaType()) {
          case "text/plain", "text/html" -> true;
          default -> isEnriched(entity);
        };
    boolean file =
        entity.content.fileName() != null && !entity.content.disposition().equals("inline");
    return readable && !(file && !entity.isMailRoot());
  }

  private static Role role(Entity entity) {
    ContentHeader content = entity.content;
    if (entity.isContainer()) {
      return Role.CONTAINER;
    }
    if (content.isMessage()) {
      return Role.NESTED_MESSAGE;
    }
    Entity parent = entity.parent;
    if (parent != null && parent.content.isMultipart("encrypted")) {
      return Role.ENCRYPTED;
    }
    return switch (content.mediaType()) {
      case "text/calendar" -> Role.CALENDAR;
      case "application/ms-tnef", "application/vnd.ms-tnef" -> Role.TNEF;
      case "application/pgp-signature",
          "application/pkcs7-signature",
          "application/x-pkcs7-signature" ->
          Role.SIGNATURE;
      case "application/pgp-encrypted" -> Role.ENCRYPTED;
      default -> content.isSmime() ? smimeRole(entity) : Role.ATTACHMENT;
    };
  }

  /** What does not say what it is, and cannot be read as a signature, is most often encrypted. */
  private static Role smimeRole(Entity entity) {
    if (entity.isSigned()) {
      return Role.SIGNED;
    }
    boolean saysSigned = entity.content.type().parameter("smime-type") != null;
    return saysSigned && entity.content.isSignedData() ? Role.ATTACHMENT : Role.ENCRYPTED;
  }
}
