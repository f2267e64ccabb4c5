package broadside.intake.add;

import broadside.intake.ledger.ThreadFacts;
import broadside.mail.message.Address;
import broadside.mail.message.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the keys by which mails find their threads.
 *
 * <p><b>Threads:</b> one.
 */
final class ThreadKeys {
  /** Ids kept of one mail: the oldest, then the newest; real mail rarely names more. */
  static final int IDS = 64;

  /** Correspondents kept of one mail, the author first. */
  static final int CORRESPONDENTS = 32;

  /** Reply and forward prefixes of the common mail programs, repeated, with a count or without. */
  private static final Pattern PREFIXES =
      Pattern.compile(
          "(?:(?:re|aw|antw|antwort|sv|vs|ref|rif|r|odp|res|回复|答复|fwd?|wg|tr|enc|rv|vl|转发)"
              + "\\s*(?:\\[\\d{1,3}]|\\(\\d{1,3}\\))?\\s*[:：]\\s*)*+",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** The same few people write most mails of an archive. */
  private static final int ADDRESSES = 10_000;

  private final Mac mac;
  private final Map<String, Long> addresses =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > ADDRESSES;
        }
      };

  ThreadKeys(byte[] secret) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** What threads need to know of a mail with this hash. */
  ThreadFacts of(Message message, byte[] hash) {
    Set<String> ids = new LinkedHashSet<>(message.references());
    ids.addAll(message.inReplyTo());
    String own = message.messageId();
    ids.remove(own);
    List<String> named = List.copyOf(ids);
    if (named.size() > IDS) {
      named =
          Stream.concat(
                  Stream.of(named.getFirst()),
                  named.subList(named.size() - IDS + 1, named.size()).stream())
              .toList();
    }
    Long ownKey = own == null ? null : (Long) key(own);
    long[] keys = new long[named.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(named.get(i));
    }
    long thread = keys.length > 0 ? keys[0] : ownKey != null ? ownKey : key(hash);
    Matcher prefix = PREFIXES.matcher(message.subject());
    boolean reply = prefix.lookingAt() && prefix.end() > 0;
    String subject =
        SPACE
            .matcher(message.subject().substring(reply ? prefix.end() : 0))
            .replaceAll(" ")
            .strip()
            .toLowerCase(Locale.ROOT);
    return new ThreadFacts(
        thread,
        ownKey,
        keys,
        subject.isEmpty() ? null : (Long) key("subject " + subject),
        reply,
        named.isEmpty() ? correspondents(message) : new long[0]);
  }

  /** What threads can know of a mail that cannot be read. */
  ThreadFacts ofUnreadable(byte[] hash) {
    return new ThreadFacts(key(hash), null, new long[0], null, false, new long[0]);
  }

  /** A key for a source's path. */
  byte[] path(String path) {
    return mac.doFinal(("path " + path).getBytes(StandardCharsets.UTF_8));
  }

  private long[] correspondents(Message message) {
    Set<String> emails = new LinkedHashSet<>();
    for (List<Address> named : List.of(message.from(), message.to(), message.cc())) {
      for (Address address : named) {
        if (emails.size() < CORRESPONDENTS && !address.email().isEmpty()) {
          emails.add(address.email().toLowerCase(Locale.ROOT));
        }
      }
    }
    long[] keys = new long[emails.size()];
    int i = 0;
    for (String email : emails) {
      keys[i++] = addresses.computeIfAbsent(email, e -> key("address " + e));
    }
    return keys;
  }

  private long key(String text) {
    return key(text.getBytes(StandardCharsets.UTF_8));
  }

  private long key(byte[] bytes) {
    return ByteBuffer.wrap(mac.doFinal(bytes)).getLong();
  }
}
