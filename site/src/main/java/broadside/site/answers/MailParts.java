package broadside.site.answers;

import broadside.mail.message.Message;
import broadside.mail.message.Part;
import broadside.site.pages.AttachmentLine;
import broadside.site.routes.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attachments of a mail, by the numbers that the site gives them. */
final class MailParts {
  private MailParts() {}

  /** The attachment with this number from 1, or null. */
  static @Nullable Part attachment(Message message, int index) {
    List<Part> parts = message.attachments();
    return index <= parts.size() ? parts.get(index - 1) : null;
  }

  /** The address of the part with this Content-ID, or null where there is none. */
  static @Nullable String ofContentId(long number, Message message, String contentId) {
    List<Part> parts = message.attachments();
    for (int i = 0; i < parts.size(); i++) {
      if (contentId.equals(parts.get(i).contentId())) {
        return new Route.Attachment(number, i + 1).path();
      }
    }
    return null;
  }

  static List<AttachmentLine> lines(long number, Message message) {
    List<AttachmentLine> lines = new ArrayList<>();
    for (Part part : message.attachments()) {
      String sum = part.sha256();
      lines.add(
          new AttachmentLine(
              new Route.Attachment(number, lines.size() + 1).path(),
              Shown.text(name(part)),
              Shown.cut(kind(part) + Shown.text(part.mediaType()), 120),
              Words.size(part.bytes()),
              sum == null ? "" : sum));
    }
    return lines;
  }

  private static String kind(Part part) {
    return switch (part.role()) {
      case NESTED_MESSAGE -> "a mail inside this one, ";
      case SIGNATURE -> "a digital signature, ";
      case SIGNED -> "this mail inside its digital signature, ";
      case ENCRYPTED -> "encrypted, ";
      case CALENDAR -> "a calendar entry, ";
      case TNEF -> "an Outlook container, ";
      case INLINE -> "shown in the HTML, ";
      case CONTAINER, TEXT_BODY, HTML_BODY, ALTERNATIVE, ATTACHMENT -> "";
    };
  }

  /** Its file name, or a name made from its type. */
  static String name(Part part) {
    String name = part.fileName();
    if (name != null && !name.isBlank()) {
      return name;
    }
    return switch (part.mediaType()) {
      case "message/rfc822" -> "message.eml";
      case "text/plain" -> "text.txt";
      case "text/html" -> "page.html";
      case "text/calendar" -> "entry.ics";
      case "image/png" -> "image.png";
      case "image/jpeg" -> "image.jpg";
      case "image/gif" -> "image.gif";
      case "application/pdf" -> "document.pdf";
      case "application/pgp-signature" -> "signature.asc";
      case "application/pkcs7-signature", "application/x-pkcs7-signature" -> "signature.p7s";
      case "application/ms-tnef" -> "winmail.dat";
      default -> "attachment.bin";
    };
  }
}
