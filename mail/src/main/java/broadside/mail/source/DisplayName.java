package broadside.mail.source;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Names of files and members as they can be shown and stored: one line, nothing invisible. */
final class DisplayName {
  private DisplayName() {}

  /**
   * The name of {@code path} below {@code root} with '/' separators, or its file name where both
   * are the same. Right whatever the locale: names that are not UTF-8 keep their bytes as {@code
   * \xNN}.
   */
  static String of(Path root, Path path) {
    Path relative =
        path.equals(root) ? root.toAbsolutePath().normalize().getFileName() : root.relativize(path);
    if (relative == null) {
      return "/";
    }
    String name = relative.toString();
    if (isPlain(name)) {
      return name;
    }
    // Only a path's URI shows its bytes: a string has lost those that the locale cannot read.
    String last = decoded(relative);
    return safe(last);
  }

  /** {@code name} with control, bidirectional and other invisible characters as {@code \}uNNNN. */
  static String safe(String name) {
    if (isPlain(name)) {
      return name;
    }
    StringBuilder result = new StringBuilder(name.length() + 16);
    name.codePoints()
        .forEach(c -> {
          if (isShown(c)) {
            result.appendCodePoint(c);
          } else {
            result.append("\\u%04x".formatted(c));
          }
        });
    return result.toString();
  }

  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String decoded(Path relative) {
    StringBuilder name = new StringBuilder();
    for (Path element : relative) {
      if (!name.isEmpty()) {
        name.append('/');
      }
      name.append(decoded(bytes(element)));
    }
    return name.toString();
  }

  private static byte[] bytes(Path element) {
    URI uri = Path.of("/").resolve(element).toUri();
    String raw = uri.getRawPath().substring(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(raw.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      StringBuilder escaped = new StringBuilder();
      for (byte b : bytes) {
        escaped.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : "\\x%02x".formatted(b));
      }
      return escaped.toString();
    }
  }
}
