package broadside.archive.search;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the next page begins. Opaque to readers, kept nowhere, valid for ever. */
sealed interface Cursor {

  /** After the mail with this date, copy key and number. */
  record After(Order order, long date, long copy, long number) implements Cursor {}

  /** After so many ranked hits. */
  record Skip(int hits) implements Cursor {}

  /** The cursor as it stands in an address. */
  default String print() {
    ByteBuffer bytes =
        switch (this) {
          case Skip(int hits) -> ByteBuffer.allocate(5).put((byte) 'r').putInt(hits);
          case After(Order order, long date, long copy, long number) ->
              ByteBuffer.allocate(25)
                  .put((byte) letter(order))
                  .putLong(date)
                  .putLong(copy)
                  .putLong(number);
        };
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** The inverse of {@link #print}; null for anything else. */
  static @Nullable Cursor parse(@Nullable String text) {
    if (text == null || text.length() > 40) {
      return null;
    }
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(decoded);
    if (decoded.length == 5 && bytes.get() == 'r') {
      int hits = bytes.getInt();
      return hits < 0 ? null : new Skip(hits);
    }
    if (decoded.length != 25 || (decoded[0] != 'n' && decoded[0] != 'o')) {
      return null;
    }
    Order order = bytes.get() == 'n' ? Order.NEWEST : Order.OLDEST;
    return new After(order, bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  private static char letter(Order order) {
    return order == Order.NEWEST ? 'n' : 'o';
  }
}
