package broadside.mail.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What makes two mails copies of each other. */
public final class ContentKey {
  private ContentKey() {}

  /**
   * SHA-256 over From, To, Cc, Bcc, date, subject, decoded bodies and the hashes of the
   * attachments, each with its length; whatever the Message-ID, the other headers and the transfer
   * encoding.
   */
  public static byte[] of(Message message) {
    MessageDigest digest = ContentReader.sha256();
    addresses(digest, message.from());
    addresses(digest, message.to());
    addresses(digest, message.cc());
    addresses(digest, message.bcc());
    // a Received date is the transport's, not the author's
    boolean written = message.date().origin() == MessageDate.Origin.DATE;
    Instant date = written ? message.date().instant() : null;
    field(digest, date == null ? message.date().raw() : date.toString());
    field(digest, message.subject());
    field(digest, body(message.text() == null ? null : message.text().text()));
    field(digest, body(message.html()));
    List<Part> attachments = message.attachments();
    count(digest, attachments.size());
    for (Part part : attachments) {
      field(digest, part.sha256() == null ? "" : part.sha256());
    }
    return digest.digest();
  }

  /** Line ends at the end come and go in transport. */
  private static String body(@Nullable String body) {
    return body == null ? "" : body.stripTrailing();
  }

  private static void addresses(MessageDigest digest, List<Address> addresses) {
    count(digest, addresses.size());
    for (Address address : addresses) {
      field(digest, address.name());
      field(digest, address.email());
    }
  }

  private static void field(MessageDigest digest, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    count(digest, bytes.length);
    digest.update(bytes);
  }

  private static void count(MessageDigest digest, int count) {
    digest.update(ByteBuffer.allocate(4).putInt(count).array());
  }
}
