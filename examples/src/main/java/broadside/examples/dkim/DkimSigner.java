package broadside.examples.dkim;

import broadside.examples.mime.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Makes DKIM signatures (RFC 6376). */
public final class DkimSigner {

  private static final int LINE = 72;

  private DkimSigner() {}

  /** The field {@code DKIM-Signature} for a mail, folded with LF. */
  public static String sign(RawMail mail, Terms terms) {
    return sign(mail, terms, "DKIM-Signature: v=1;");
  }

  /** The length of a mail's canonical body: what {@code l=} counts. */
  public static int bodyLength(RawMail mail, Canonical form) {
    return form.body(mail.body()).length();
  }

  /** A signature whose field begins with {@code opening}: DKIM's, or ARC's of a message. */
  static String sign(RawMail mail, Terms terms, String opening) {
    byte[] body = Bytes.of(terms.body().body(mail.body()));
    if (terms.length() >= 0) {
      body = Bytes.of(Bytes.latin1(body).substring(0, terms.length()));
    }
    StringBuilder field = new StringBuilder(opening);
    field.append(" a=").append(terms.algorithm().token());
    field.append("; c=").append(terms.header().token()).append('/').append(terms.body().token());
    field.append(";\n\td=").append(terms.key().domain());
    field.append("; s=").append(terms.key().selector());
    field.append("; t=").append(terms.signed());
    if (terms.expires() >= 0) {
      field.append("; x=").append(terms.expires());
    }
    if (terms.length() >= 0) {
      field.append("; l=").append(terms.length());
    }
    field.append(";\n\th=").append(names(terms.fields()));
    field.append(";\n\tbh=").append(base64(terms.algorithm().hash(body)));
    field.append(";\n\tb=");
    StringBuilder data = new StringBuilder();
    for (String covered : covered(mail.fields(), terms.fields())) {
      data.append(terms.header().field(covered)).append("\r\n");
    }
    data.append(terms.header().field(field.toString()));
    byte[] signature = terms.algorithm().sign(terms.key().key(), Bytes.of(data.toString()));
    return field.append(folded(base64(signature))).toString();
  }

  /** The fields that {@code h=} means: of several with one name the last first (§5.4.2). */
  private static List<String> covered(List<String> fields, List<String> names) {
    List<String> left = new ArrayList<>(fields);
    List<String> covered = new ArrayList<>();
    for (String name : names) {
      for (int at = left.size() - 1; at >= 0; at--) {
        if (RawMail.is(left.get(at), name)) {
          covered.add(left.remove(at));
          break;
        }
      }
    }
    return covered;
  }

  private static String names(List<String> names) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String name : names) {
      if (column > 0 && column + name.length() > LINE) {
        out.append("\n\t ");
        column = 0;
      }
      out.append(name.toLowerCase(Locale.ROOT)).append(':');
      column += name.length() + 1;
    }
    out.setLength(out.length() - 1);
    return out.toString();
  }

  static String folded(String base64) {
    return base64.replaceAll("(.{" + LINE + "})(?=.)", "$1\n\t ");
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
