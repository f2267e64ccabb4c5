package broadside.mail.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What makes two mails copies of each other. */
public final class ContentKey {
  /** Short values are gathered, since each call of the digest costs more than they do. */
  private static final int GATHERED = 1024;

  private final MessageDigest digest = ContentReader.sha256();
  private final byte[] gathered = new byte[GATHERED];
  private int length;

  private ContentKey() {}

  /**
   * SHA-256 over From, To, Cc, Bcc, date, subject, decoded bodies and the hashes of the
   * attachments, each with its length; whatever the Message-ID, the other headers and the transfer
   * encoding.
   */
  public static byte[] of(Message message) {
    ContentKey key = new ContentKey();
    key.addresses(message.from());
    key.addresses(message.to());
    key.addresses(message.cc());
    key.addresses(message.bcc());
    // a Received date is the transport's, not the author's
    boolean written = message.date().origin() == MessageDate.Origin.DATE;
    Instant date = written ? message.date().instant() : null;
    key.field(date == null ? message.date().raw() : Long.toString(date.getEpochSecond()));
    key.field(message.subject());
    key.field(body(message.text() == null ? null : message.text().text()));
    key.field(body(message.html()));
    List<Part> attachments = message.attachments();
    key.count(attachments.size());
    for (Part part : attachments) {
      key.field(part.sha256() == null ? "" : part.sha256());
    }
    return key.finish();
  }

  /** Line ends at the end come and go in transport. */
  private static String body(@Nullable String body) {
    return body == null ? "" : body.stripTrailing();
  }

  private void addresses(List<Address> addresses) {
    count(addresses.size());
    for (Address address : addresses) {
      field(address.name());
      field(address.email());
    }
  }

  private void field(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    count(bytes.length);
    if (bytes.length > GATHERED - length) {
      send();
    }
    if (bytes.length > GATHERED) {
      digest.update(bytes);
    } else {
      System.arraycopy(bytes, 0, gathered, length, bytes.length);
      length += bytes.length;
    }
  }

  /** Four bytes, the highest first. */
  private void count(int count) {
    if (length > GATHERED - Integer.BYTES) {
      send();
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      gathered[length++] = (byte) (count >>> shift);
    }
  }

  private void send() {
    digest.update(gathered, 0, length);
    length = 0;
  }

  private byte[] finish() {
    send();
    return digest.digest();
  }
}
