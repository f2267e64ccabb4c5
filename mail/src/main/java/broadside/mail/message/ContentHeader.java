package broadside.mail.message;

import broadside.mail.header.HeaderText;
import broadside.mail.header.HeaderValue;
import broadside.mail.message.Defect.Kind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the Content-* fields of one entity say.
 *
 * @param mediaType {@code type/subtype} in lower case, always well formed
 * @param type the Content-Type with its parameters
 * @param disposition {@code inline}, {@code attachment} or another word in lower case, or ""
 * @param transferEncoding in lower case, or ""
 * @param charset the declared charset as written, or null
 * @param fileName safe to store under, or null
 * @param contentId without angle brackets, or null
 */
record ContentHeader(
    String mediaType,
    HeaderValue type,
    String disposition,
    String transferEncoding,
    @Nullable String charset,
    @Nullable String fileName,
    @Nullable String contentId) {

  private static final HeaderValue NO_VALUE = HeaderValue.parse("");
  private static final HeaderValue PLAIN = HeaderValue.parse("text/plain");
  private static final HeaderValue MESSAGE = HeaderValue.parse("message/rfc822");

  /** Without any Content-* field: plain text. */
  private static final ContentHeader NONE = of(PLAIN, NO_VALUE, "", null);

  /** The header that these fields make; of two fields with one name the first counts. */
  static ContentHeader of(List<RawHeader> fields, boolean inDigest, Defects defects) {
    String type = null;
    String disposition = null;
    String encoding = null;
    String id = null;
    for (RawHeader field : fields) {
      if (!isContentField(field.name())) {
        continue;
      }
      if (type == null && field.is("Content-Type")) {
        type = field.body();
      } else if (disposition == null && field.is("Content-Disposition")) {
        disposition = field.body();
      } else if (encoding == null && field.is("Content-Transfer-Encoding")) {
        encoding = field.body();
      } else if (id == null && field.is("Content-ID")) {
        id = field.body();
      }
    }
    if (type == null && disposition == null && encoding == null && id == null && !inDigest) {
      return NONE;
    }
    return of(
        type == null ? inDigest ? MESSAGE : PLAIN : mediaType(parse(type), defects),
        disposition == null ? NO_VALUE : parse(disposition),
        encoding == null ? "" : parse(encoding).value(),
        id == null ? null : MessageIds.single(HeaderText.structured(id, null).text()));
  }

  private static ContentHeader of(
      HeaderValue type, HeaderValue disposition, String encoding, @Nullable String id) {
    String name = disposition.parameter("filename");
    if (name == null) {
      name = type.parameter("name");
    }
    return new ContentHeader(
        type.value(),
        type,
        disposition.value(),
        encoding.endsWith(";") ? encoding.substring(0, encoding.length() - 1) : encoding,
        type.parameter("charset"),
        name == null ? null : FileNames.safe(name),
        id);
  }

  static boolean isContentField(String name) {
    return name.length() > 8 && name.regionMatches(true, 0, "content-", 0, 8);
  }

  private static HeaderValue parse(String raw) {
    return HeaderValue.parse(HeaderText.structured(raw, null).text());
  }

  private static HeaderValue mediaType(HeaderValue type, Defects defects) {
    String value = type.value();
    if (isMediaType(value)) {
      return type;
    }
    if (!value.isEmpty() || !type.parameters().isEmpty()) {
      defects.add(Kind.BAD_MEDIA_TYPE, "\"" + Defects.cut(value, 80) + "\"");
    }
    String meant =
        switch (value) {
          case "", "text", "plain", "ascii", "mail" -> "text/plain";
          case "html" -> "text/html";
          default -> leadingType(value);
        };
    return new HeaderValue(meant, type.parameters());
  }

  /** What stands before the first blank, where that is a type; else any bytes. */
  private static String leadingType(String value) {
    int blank = value.indexOf(' ');
    String leading = blank < 0 ? value : value.substring(0, blank);
    return isMediaType(leading) ? leading : "application/octet-stream";
  }

  private static boolean isMediaType(String value) {
    int slash = value.indexOf('/');
    return slash > 0
        && slash < value.length() - 1
        && value.length() <= 127
        && value.chars().filter(c -> c == '/').count() == 1
        && value.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"[]?=".indexOf(c) < 0);
  }

  /** The same for a multipart that cannot be opened: it is read as the text it is. */
  ContentHeader asPlainText() {
    return new ContentHeader(
        "text/plain", type, disposition, transferEncoding, charset, fileName, contentId);
  }

  boolean isMultipart() {
    return mediaType.startsWith("multipart/");
  }

  boolean isMultipart(String subtype) {
    return isMultipart() && mediaType.startsWith(subtype, 10);
  }

  /** True for a type whose content is a whole mail. */
  boolean isMessage() {
    return mediaType.equals("message/rfc822")
        || mediaType.equals("message/global")
        || mediaType.equals("message/news");
  }

  boolean isText() {
    return mediaType.startsWith("text/");
  }

  /** True for S/MIME of any kind, detached signatures aside (RFC 8551 §3.2). */
  boolean isSmime() {
    return mediaType.equals("application/pkcs7-mime")
        || mediaType.equals("application/x-pkcs7-mime");
  }

  /** True where an S/MIME signature may enclose what it signs; programs leave the kind out. */
  boolean isSignedData() {
    String kind = type.parameter("smime-type");
    return isSmime() && (kind == null || !kind.toLowerCase(Locale.ROOT).contains("enveloped"));
  }

  boolean isAttachment() {
    return disposition.equals("attachment");
  }

  @Nullable String boundary() {
    String boundary = type.parameter("boundary");
    return boundary == null || boundary.isBlank() ? null : boundary;
  }

  boolean parameterIs(String name, String value) {
    String parameter = type.parameter(name);
    return parameter != null && parameter.toLowerCase(Locale.ROOT).strip().equals(value);
  }
}
