package broadside.examples.dkim;

import broadside.examples.mime.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Seals mails that are passed on (RFC 8617). */
public final class ArcSealer {

  private static final List<String> SET =
      List.of("ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal");

  private ArcSealer() {}

  /**
   * The mail with one more ARC set before all its fields.
   *
   * @param terms of the message signature; the seal has its key, algorithm and time
   * @param results what the sealer found when the mail came: {@code lists.example; dkim=pass …}
   */
  public static RawMail seal(RawMail mail, Terms terms, String results) {
    int instance = 1;
    while (!field(mail, "ARC-Seal", instance).isEmpty()) {
      instance++;
    }
    String found = "ARC-Authentication-Results: i=" + instance + "; " + results;
    String message = DkimSigner.sign(mail, terms, "ARC-Message-Signature: i=" + instance + ";");
    StringBuilder data = new StringBuilder();
    for (int before = 1; before < instance; before++) {
      for (String name : SET) {
        data.append(Canonical.RELAXED.field(field(mail, name, before))).append("\r\n");
      }
    }
    data.append(Canonical.RELAXED.field(found)).append("\r\n");
    data.append(Canonical.RELAXED.field(message)).append("\r\n");
    String seal =
        "ARC-Seal: i="
            + instance
            + "; a="
            + terms.algorithm().token()
            + "; t="
            + terms.signed()
            + "; cv="
            + (instance == 1 ? "none" : "pass")
            + ";\n\td="
            + terms.key().domain()
            + "; s="
            + terms.key().selector()
            + ";\n\tb=";
    data.append(Canonical.RELAXED.field(seal));
    byte[] signature = terms.algorithm().sign(terms.key().key(), Bytes.of(data.toString()));
    List<String> set = new ArrayList<>();
    set.add(seal + DkimSigner.folded(DkimSigner.base64(signature)));
    set.add(message);
    set.add(found);
    return mail.withFirst(set);
  }

  /** The field of that name and instance; "" where there is none. */
  private static String field(RawMail mail, String name, int instance) {
    return mail.fields().stream()
        .filter(field -> field.startsWith(name + ": i=" + instance + ";"))
        .findFirst()
        .orElse("");
  }
}
