package broadside.site.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The kinds of response and the headers that each is sent with. */
@SuppressWarnings("ImmutableEnumChecker") // the fields are an immutable HttpFields
public enum Kind {
  /** A page of the site. */
  PAGE("text/html;charset=utf-8", Kept.BRIEFLY, Policy.SITE, true),
  /** A page of this moment: something went wrong, or was cut short. */
  PASSING("text/html;charset=utf-8", Kept.NEVER, Policy.SITE, true),
  /** A mail's own HTML. */
  MAIL_HTML("text/html;charset=utf-8", Kept.BRIEFLY, Policy.MAIL, true),
  /** A mail's source to read, and what programs read. */
  TEXT("text/plain;charset=utf-8", Kept.BRIEFLY, Policy.NOTHING, true),
  /** What a program is told of this moment. */
  ANSWER("text/plain;charset=utf-8", Kept.NEVER, Policy.NOTHING, false),
  /** What programs read of the publication. */
  JSON("application/json", Kept.BRIEFLY, Policy.NOTHING, true),
  /** The same of this moment: something is not there, or a search was cut short. */
  PASSING_JSON("application/json", Kept.NEVER, Policy.NOTHING, true),
  FEED("application/atom+xml;charset=utf-8", Kept.BRIEFLY, Policy.NOTHING, true),
  /** A mail to keep. */
  EML("message/rfc822", Kept.BRIEFLY, Policy.NOTHING, true),
  /** A file to keep, whatever it claims to be. */
  BINARY("application/octet-stream", Kept.BRIEFLY, Policy.NOTHING, false),
  ZIP("application/zip", Kept.BRIEFLY, Policy.NOTHING, false),
  PDF("application/pdf", Kept.BRIEFLY, Policy.NOTHING, false),
  /** Images that browsers draw without running anything; a mail's HTML page may show them. */
  PNG("image/png", Kept.BRIEFLY, Policy.IMAGE, false),
  JPEG("image/jpeg", Kept.BRIEFLY, Policy.IMAGE, false),
  GIF("image/gif", Kept.BRIEFLY, Policy.IMAGE, false),
  WEBP("image/webp", Kept.BRIEFLY, Policy.IMAGE, false),
  /** The log's newest checkpoint. */
  CHECKPOINT("text/plain;charset=utf-8", Kept.SECONDS, Policy.NOTHING, false),
  /** A tile or a bundle of the log. */
  TILE("application/octet-stream", Kept.FOR_EVER, Policy.NOTHING, true),
  /** A version of the policy. */
  POLICY("text/plain;charset=utf-8", Kept.FOR_EVER, Policy.NOTHING, true),
  /** Files of the program, named by their hash. */
  STYLESHEET("text/css;charset=utf-8", Kept.FOR_EVER, Policy.NOTHING, true),
  ICON("image/png", Kept.FOR_EVER, Policy.NOTHING, false);

  private final HttpFields fields;
  private final boolean packed;

  Kind(String type, Kept kept, Policy policy, boolean packed) {
    HttpFields.Mutable all = HttpFields.build();
    all.add(new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, type));
    all.add(new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, kept.value));
    all.add(new PreEncodedHttpField("Content-Security-Policy", policy.content));
    all.add(new PreEncodedHttpField("Cross-Origin-Resource-Policy", policy.resource));
    for (HttpField field : Always.FIELDS) {
      all.add(field);
    }
    if (packed) {
      all.add(new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding"));
    }
    this.fields = all.asImmutable();
    this.packed = packed;
  }

  /** The headers, each already encoded. */
  HttpFields fields() {
    return fields;
  }

  /** True where gzip makes it smaller. */
  boolean packed() {
    return packed;
  }

  /**
   * The image that browsers may draw, or {@link #BINARY}: nothing else is shown as what it claims.
   */
  public static Kind ofAttachment(String mediaType) {
    return switch (mediaType) {
      case "image/png" -> PNG;
      case "image/jpeg", "image/jpg", "image/pjpeg" -> JPEG;
      case "image/gif" -> GIF;
      case "image/webp" -> WEBP;
      case "application/pdf" -> PDF;
      case "application/zip" -> ZIP;
      case "message/rfc822" -> EML;
      default -> BINARY;
    };
  }

  private enum Kept {
    /** A later release or a withdrawal can change it. */
    BRIEFLY("max-age=60"),
    /** It changes with every entry of the log. */
    SECONDS("max-age=5"),
    /** It never changes at its address. */
    FOR_EVER("max-age=31536000, immutable"),
    NEVER("no-store");

    private final String value;

    Kept(String value) {
      this.value = value;
    }
  }

  private enum Policy {
    SITE(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self';"
            + " frame-ancestors 'self'; base-uri 'none'",
        "same-origin"),
    /** A sandbox has an origin of its own: no script, no form, no way to the rest of the site. */
    MAIL(
        "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'none';"
            + " frame-ancestors 'self'; base-uri 'none'",
        "same-origin"),
    NOTHING("sandbox; default-src 'none'; frame-ancestors 'none'", "same-origin"),
    /** A sandboxed page counts as another origin, and must get its images. */
    IMAGE("sandbox; default-src 'none'; frame-ancestors 'none'", "cross-origin");

    private final String content;
    private final String resource;

    Policy(String content, String resource) {
      this.content = content;
      this.resource = resource;
    }
  }

  /** An enum's constructor sees no static field of its own. */
  private static final class Always {
    private static final HttpField[] FIELDS = {
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
      new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
      new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
      new PreEncodedHttpField(
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), interest-cohort=(), browsing-topics=()"),
    };
  }
}
