package broadside.mail.dkim;

import org.jspecify.annotations.Nullable;

/** How bytes are made alike before they are hashed (RFC 6376 §3.4). */
enum Canonicalization {
  SIMPLE,
  RELAXED;

  /** The one of that name in lower case, or null. */
  static @Nullable Canonicalization of(String word) {
    return switch (word) {
      case "simple" -> SIMPLE;
      case "relaxed" -> RELAXED;
      default -> null;
    };
  }
}
