package broadside.intake.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Signs mails in the name of a domain: Ed25519, relaxed/relaxed. Mails have lines ending in LF. */
public final class DomainSigner {
  /** Bytes before the key in its SubjectPublicKeyInfo. */
  private static final int HEAD = 12;

  private final String selector;
  private final String domain;
  private final KeyPair keys;

  private DomainSigner(String selector, String domain, KeyPair keys) {
    this.selector = selector;
    this.domain = domain;
    this.keys = keys;
  }

  /** A signer with a new key. */
  public static DomainSigner of(String selector, String domain) {
    try {
      return new DomainSigner(
          selector, domain, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** The name of its key. */
  public String keyName() {
    return selector + "._domainkey." + domain;
  }

  /** What stands under that name. */
  public String record() {
    byte[] encoded = keys.getPublic().getEncoded();
    return "v=DKIM1; k=ed25519; p=" + base64(Arrays.copyOfRange(encoded, HEAD, encoded.length));
  }

  /** The mail with its signature first. */
  public String sign(String mail) {
    String field = "DKIM-Signature: v=1;" + common(mail);
    return field + signature(signed(mail) + relaxed(field)) + "\n" + mail;
  }

  /** The mail with a first ARC set before it. */
  public String seal(String mail) {
    String results = "ARC-Authentication-Results: i=1; " + domain + "; none";
    String message = "ARC-Message-Signature: i=1;" + common(mail);
    message += signature(signed(mail) + relaxed(message));
    String seal =
        "ARC-Seal: i=1; a=ed25519-sha256; cv=none; d=" + domain + "; s=" + selector + "; b=";
    seal += signature(relaxed(results) + "\r\n" + relaxed(message) + "\r\n" + relaxed(seal));
    return seal + "\n" + message + "\n" + results + "\n" + mail;
  }

  private String common(String mail) {
    return " a=ed25519-sha256; c=relaxed/relaxed; d=%s; s=%s; h=from:subject:date; bh=%s; b="
        .formatted(domain, selector, base64(sha256(body(mail))));
  }

  private static String signed(String mail) {
    String[] fields = mail.substring(0, mail.indexOf("\n\n")).split("\n(?![ \t])", -1);
    StringBuilder data = new StringBuilder();
    for (String name : new String[] {"from:", "subject:", "date:"}) {
      for (String field : fields) {
        if (field.toLowerCase(Locale.ROOT).startsWith(name)) {
          data.append(relaxed(field)).append("\r\n");
        }
      }
    }
    return data.toString();
  }

  private static String relaxed(String field) {
    int colon = field.indexOf(':');
    String value = field.substring(colon + 1).replace("\n", "").replaceAll("[ \t]+", " ");
    return field.substring(0, colon).toLowerCase(Locale.ROOT) + ":" + value.strip();
  }

  private static String body(String mail) {
    String text = mail.substring(mail.indexOf("\n\n") + 2).replaceAll("[ \t]+", " ");
    text = text.replaceAll("(?m) $", "").replaceFirst("\n*\\z", "\n");
    return text.equals("\n") ? "" : text.replace("\n", "\r\n");
  }

  private String signature(String data) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(sha256(data));
      return base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
