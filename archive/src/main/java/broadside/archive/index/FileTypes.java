package broadside.archive.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The kinds under which an attached file is found. */
final class FileTypes {
  private static final int LONGEST_EXTENSION = 8;

  private FileTypes() {}

  /** The keys of a file: its media type, the part before the slash, and its extension. */
  static List<String> keys(String name, String mediaType) {
    List<String> keys = new ArrayList<>(3);
    keys.add(Keys.fileType(mediaType));
    int slash = mediaType.indexOf('/');
    if (slash > 0) {
      keys.add(Keys.fileType(mediaType.substring(0, slash)));
    }
    String extension = extension(name);
    if (extension.isEmpty()) {
      extension = usualExtension(mediaType);
    }
    if (!extension.isEmpty()) {
      keys.add(Keys.fileType(extension));
    }
    return keys;
  }

  /** One spelling for kinds that have several. */
  static String canonical(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "jpeg", "jpe" -> "jpg";
      case "htm" -> "html";
      case "tiff" -> "tif";
      case "mpeg" -> "mpg";
      default -> lower;
    };
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1);
    return extension.length() <= LONGEST_EXTENSION ? extension.strip() : "";
  }

  /** For a file without a name; "" where its media type has no usual extension. */
  private static String usualExtension(String mediaType) {
    return switch (mediaType) {
      case "application/pdf" -> "pdf";
      case "application/msword" -> "doc";
      case "application/vnd.ms-excel" -> "xls";
      case "application/vnd.ms-powerpoint" -> "ppt";
      case "application/rtf", "text/rtf" -> "rtf";
      case "application/zip" -> "zip";
      case "image/jpeg" -> "jpg";
      case "image/png" -> "png";
      case "image/gif" -> "gif";
      case "image/tiff" -> "tif";
      case "message/rfc822" -> "eml";
      case "text/calendar" -> "ics";
      case "text/csv" -> "csv";
      case "text/html" -> "html";
      case "text/plain" -> "txt";
      default -> "";
    };
  }
}
