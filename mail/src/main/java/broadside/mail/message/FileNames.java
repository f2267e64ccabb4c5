package broadside.mail.message;

import org.jspecify.annotations.Nullable;

/** File names as mails give them, made harmless. */
final class FileNames {
  /** Chars kept; every file system takes 255 bytes, and UTF-8 needs up to three for one. */
  private static final int LONGEST = 80;

  private FileNames() {}

  /**
   * The last component of the name without control, formatting and bidirectional characters and
   * without what some file system forbids; its extension is kept when it is cut. Null where nothing
   * is left.
   */
  static @Nullable String safe(String name) {
    StringBuilder safe = new StringBuilder();
    int i = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
    while (i < name.length()) {
      int c = name.codePointAt(i);
      i += Character.charCount(c);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.PRIVATE_USE,
            Character.UNASSIGNED -> {}
        case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
            safe.append(' ');
        default -> safe.appendCodePoint("<>:\"|?*".indexOf(c) >= 0 ? '_' : c);
      }
    }
    String stripped = strip(safe);
    return stripped.isEmpty() ? null : shorten(stripped);
  }

  /** Without blanks around it and without dots at its ends: no hidden file, no "..". */
  private static String strip(CharSequence name) {
    int from = 0;
    int to = name.length();
    while (from < to && (name.charAt(from) == ' ' || name.charAt(from) == '.')) {
      from++;
    }
    while (to > from && (name.charAt(to - 1) == ' ' || name.charAt(to - 1) == '.')) {
      to--;
    }
    return name.subSequence(from, to).toString();
  }

  private static String shorten(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
    return Defects.cut(name, LONGEST - extension.length()) + extension;
  }
}
