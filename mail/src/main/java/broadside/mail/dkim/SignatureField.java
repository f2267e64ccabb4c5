package broadside.mail.dkim;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One DKIM-Signature, ARC-Message-Signature or ARC-Seal, as read and before it is verified.
 *
 * <p>Where {@link #problem} is not empty, the rest is what could be read up to there.
 */
final class SignatureField {
  /** What follows the most digits that RFC 6376 §3.5 allows is no number for this world. */
  private static final int MOST_DIGITS = 18;

  private static final String[] WORKING_DRAFTS = {"", "0.2", "0.3", "0.4", "0.5"};

  /** Which of the three it is. */
  enum Kind {
    DKIM,
    ARC_MESSAGE,
    ARC_SEAL
  }

  final Kind kind;
  final int field;
  final TagList tags;

  /** What makes it unreadable, or "". */
  String problem = "";

  String domain = "";
  String selector = "";
  String algorithmWord = "";
  private @Nullable Algorithm algorithm;
  byte[] signature = {};
  byte[] bodyHash = {};
  Canonicalization headerForm = Canonicalization.SIMPLE;
  Canonicalization bodyForm = Canonicalization.SIMPLE;

  /** Names in lower case, in order. */
  List<String> signed = List.of();

  /** How many bytes of the canonical body are signed, or -1 for all. */
  long bodyLength = -1;

  /** Seconds since 1970, or -1. */
  long time = -1;

  /** Seconds since 1970, or -1. */
  long expiry = -1;

  /** The domain of {@code i=}, in lower case. */
  String identityDomain = "";

  /** The number of the ARC set, or 0. */
  int instance;

  /** The {@code cv=} of a seal. */
  String chainState = "";

  /** True where it follows a draft that came before RFC 4871. */
  boolean draft;

  private SignatureField(Kind kind, int field, TagList tags) {
    this.kind = kind;
    this.field = field;
    this.tags = tags;
  }

  static SignatureField read(MailHeader header, int field, Kind kind, DkimLimits limits) {
    int from = header.colon(field) + 1;
    int to = header.end(field);
    if (to - header.start(field) > limits.signatureBytes()) {
      return unreadable(
          kind, field, "the signature has more than " + limits.signatureBytes() + " bytes");
    }
    TagList tags = TagList.parse(header.mail(), from, to);
    if (tags == null) {
      return unreadable(kind, field, "the signature is not a list of tags");
    }
    SignatureField read = new SignatureField(kind, field, tags);
    read.problem = Objects.requireNonNullElse(read.names(), "");
    String wrong = read.firstWrong(limits);
    if (read.problem.isEmpty() && wrong != null) {
      read.problem = wrong;
    }
    return read;
  }

  private static SignatureField unreadable(Kind kind, int field, String problem) {
    SignatureField read = new SignatureField(kind, field, TagList.EMPTY);
    read.problem = problem;
    return read;
  }

  /** Only of one without a problem. */
  Algorithm algorithm() {
    return Objects.requireNonNull(algorithm);
  }

  /** The domain and selector, which are kept whatever else is wrong. */
  private @Nullable String names() {
    domain = KeyName.clean(tags.word("d", ""));
    selector = KeyName.clean(tags.word("s", ""));
    identityDomain = domain;
    if (domain.isEmpty()) {
      return "d= is missing or not a domain name";
    }
    if (selector.isEmpty()) {
      return "s= is missing or not a selector";
    }
    return KeyName.of(selector, domain).isEmpty() ? "the name of the key is too long" : null;
  }

  /** Reads all else and says what is wrong with it first, or null. */
  private @Nullable String firstWrong(DkimLimits limits) {
    algorithmWord = tags.word("a", "");
    algorithm = Algorithm.of(algorithmWord);
    time = number("t");
    expiry = number("x");
    bodyLength = number("l");
    signed = tags.items("h");
    String wrong = version();
    if (wrong == null) {
      wrong = algorithm == null ? "a= is missing or of an unknown algorithm" : signature();
    }
    if (wrong == null && kind != Kind.ARC_SEAL) {
      wrong = body();
    }
    if (wrong == null && kind != Kind.ARC_SEAL) {
      wrong = header(limits);
    }
    if (wrong == null) {
      wrong = kind == Kind.DKIM ? identity() : arc();
    }
    return wrong == null ? times() : wrong;
  }

  private @Nullable String version() {
    if (kind != Kind.DKIM) {
      return null;
    }
    String version = tags.word("v", "");
    for (String one : WORKING_DRAFTS) {
      draft |= version.equals(one);
    }
    if (!draft && !version.equals("1")) {
      return "v= is of an unknown version";
    }
    String query = tags.word("q", "dns/txt");
    return tags.items("q").contains("dns/txt")
            || query.equals("dns/txt")
            || (draft && query.equals("dns"))
        ? null
        : "q= names no known way to its key";
  }

  private @Nullable String signature() {
    byte[] value = base64("b");
    if (value == null || value.length == 0) {
      return "b= is missing or not base64";
    }
    signature = value;
    return null;
  }

  private @Nullable String body() {
    byte[] value = base64("bh");
    if (value == null || value.length != algorithm().hash.bytes) {
      return "bh= is missing or no hash";
    }
    bodyHash = value;
    if (bodyLength < 0 && tags.get("l") != null) {
      return "l= is no number";
    }
    String forms = tags.word("c", "simple/simple");
    int slash = forms.indexOf('/');
    Canonicalization first = Canonicalization.of(slash < 0 ? forms : forms.substring(0, slash));
    Canonicalization second =
        Canonicalization.of(slash < 0 ? "simple" : forms.substring(slash + 1));
    if (first == null || second == null) {
      return "c= is of an unknown canonicalization";
    }
    headerForm = first;
    bodyForm = second;
    return null;
  }

  private @Nullable String header(DkimLimits limits) {
    if (signed.isEmpty() || signed.contains("")) {
      return "h= is missing or names nothing";
    }
    if (signed.size() > limits.signedNames()) {
      return "h= has more than " + limits.signedNames() + " names";
    }
    return kind == Kind.ARC_MESSAGE && signed.contains("arc-seal") ? "h= names ARC-Seal" : null;
  }

  private @Nullable String identity() {
    String identity = tags.get("i");
    if (identity == null) {
      return null;
    }
    String decoded = unquote(TagList.compact(identity));
    int at = decoded.lastIndexOf('@');
    if (at < 0 || !KeyName.isWithin(decoded.substring(at + 1), domain)) {
      return "i= is not of the domain or below it";
    }
    identityDomain = KeyName.clean(decoded.substring(at + 1));
    return null;
  }

  /** Decodes DKIM's quoted-printable (RFC 6376 §2.11). */
  private static String unquote(String text) {
    if (text.indexOf('=') < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '='
          && i + 2 < text.length()
          && HexFormat.isHexDigit(text.charAt(i + 1))
          && HexFormat.isHexDigit(text.charAt(i + 2))) {
        c = (char) HexFormat.fromHexDigits(text, i + 1, i + 3);
        i += 2;
      }
      decoded.append(c);
    }
    return decoded.toString();
  }

  private @Nullable String arc() {
    instance = ArcChain.instance(tags.word("i", ""));
    if (kind == Kind.ARC_MESSAGE) {
      return null;
    }
    chainState = tags.word("cv", "");
    return tags.get("h") == null ? null : "a seal has h=";
  }

  private @Nullable String times() {
    if (time < 0 && tags.get("t") != null) {
      return "t= is no number";
    }
    if (expiry < 0 && tags.get("x") != null) {
      return "x= is no number";
    }
    return expiry >= 0 && expiry < time ? "x= is before t=" : null;
  }

  private byte @Nullable [] base64(String tag) {
    String value = tags.get(tag);
    if (value == null) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(TagList.compact(value));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The number, or -1. */
  private long number(String tag) {
    String value = tags.word(tag, "");
    long number = value.isEmpty() ? -1 : 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = i < MOST_DIGITS ? 10 * number + (c - '0') : Long.MAX_VALUE;
    }
    return number;
  }
}
