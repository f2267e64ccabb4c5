package broadside.mail.dkim;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs mails as plainly as the RFCs say it, on strings, so that it shares nothing with what it
 * tests. Mails are given with CR LF, one char per byte.
 */
final class Signer {
  private static final Map<Integer, KeyPair> RSA = new ConcurrentHashMap<>();

  final String algorithm;
  final String domain;
  final String selector;
  private final KeyPair keys;
  String forms = "relaxed/relaxed";
  String names = "from:to:subject:date";
  String more = "";
  String version = "v=1; ";

  private Signer(String algorithm, String domain, String selector, KeyPair keys) {
    this.algorithm = algorithm;
    this.domain = domain;
    this.selector = selector;
    this.keys = keys;
  }

  static Signer rsa(String algorithm, int bits) {
    KeyPair keys =
        RSA.computeIfAbsent(
            bits,
            size -> {
              try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(size);
                return generator.generateKeyPair();
              } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
              }
            });
    return new Signer(algorithm, "example.org", "r" + bits, keys);
  }

  static Signer rsa() {
    return rsa("rsa-sha256", 2048);
  }

  static Signer ed25519() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    return new Signer("ed25519-sha256", "example.org", "ed", generator.generateKeyPair());
  }

  /** The same key for another name. */
  Signer at(String otherDomain, String otherSelector) {
    return new Signer(algorithm, otherDomain, otherSelector, keys);
  }

  Signer forms(String value) {
    forms = value;
    return this;
  }

  Signer names(String value) {
    names = value;
    return this;
  }

  /** Further tags, each with "; " after it. */
  Signer more(String value) {
    more = value;
    return this;
  }

  Signer version(String value) {
    version = value;
    return this;
  }

  String keyName() {
    return selector + "._domainkey." + domain;
  }

  String publicKey() {
    byte[] encoded = keys.getPublic().getEncoded();
    boolean rsa = keys.getPublic() instanceof RSAPublicKey;
    return Base64.getEncoder()
        .encodeToString(rsa ? encoded : Arrays.copyOfRange(encoded, 12, encoded.length));
  }

  String record() {
    String type = algorithm.startsWith("rsa") ? "rsa" : "ed25519";
    return "v=DKIM1; k=" + type + "; p=" + publicKey();
  }

  KnownKeys known() {
    return new KnownKeys().with(keyName(), record());
  }

  /** The mail with a DKIM-Signature before it. */
  String sign(String mail) throws GeneralSecurityException {
    String field = "DKIM-Signature: " + version + common(mail, "") + "b=";
    return field + signature(mail, field) + "\r\n" + mail;
  }

  /** The mail with one ARC set more before it. */
  String seal(String mail, int instance, String chainState) throws GeneralSecurityException {
    String set = "i=" + instance + "; ";
    String results = "ARC-Authentication-Results: " + set + domain + "; none\r\n";
    String message = "ARC-Message-Signature: " + common(mail, set) + "b=";
    message += signature(mail, message) + "\r\n";
    String head = "a=" + algorithm + "; cv=" + chainState + "; d=" + domain + "; s=" + selector;
    String seal = "ARC-Seal: " + set + head + "; b=";
    StringBuilder data = new StringBuilder();
    for (int i = 1; i < instance; i++) {
      for (String name :
          List.of("arc-authentication-results", "arc-message-signature", "arc-seal")) {
        for (String field : fields(mail)) {
          boolean named = field.toLowerCase(Locale.ROOT).startsWith(name + ":");
          if (named && field.matches("(?s)[^:]*:\\s*i=" + i + ";.*")) {
            data.append(relaxed(field)).append("\r\n");
          }
        }
      }
    }
    data.append(relaxed(results.strip())).append("\r\n");
    data.append(relaxed(message.strip())).append("\r\n");
    data.append(relaxed(seal));
    return seal + signed(data.toString()) + "\r\n" + message + results + mail;
  }

  private String common(String mail, String first) throws GeneralSecurityException {
    byte[] body = bytes(body(mail));
    int l = more.indexOf("l=");
    if (l >= 0) {
      body = Arrays.copyOf(body, Integer.parseInt(more.substring(l + 2, more.indexOf(';', l))));
    }
    String hash = Base64.getEncoder().encodeToString(hash().digest(body));
    return first
        + "a=%s; c=%s; d=%s; s=%s; h=%s;\r\n\t".formatted(algorithm, forms, domain, selector, names)
        + more
        + "bh="
        + hash
        + "; ";
  }

  private MessageDigest hash() throws GeneralSecurityException {
    return MessageDigest.getInstance(algorithm.endsWith("sha1") ? "SHA-1" : "SHA-256");
  }

  private String signature(String mail, String field) throws GeneralSecurityException {
    boolean relaxed = forms.startsWith("relaxed");
    List<String> left = new ArrayList<>(fields(mail));
    StringBuilder data = new StringBuilder();
    for (String name : names.split(":", -1)) {
      for (int i = left.size() - 1; i >= 0; i--) {
        String one = left.get(i);
        if (one.substring(0, one.indexOf(':')).strip().equalsIgnoreCase(name.strip())) {
          data.append(relaxed ? relaxed(one) : one).append("\r\n");
          left.remove(i);
          break;
        }
      }
    }
    data.append(relaxed ? relaxed(field) : field);
    return signed(data.toString());
  }

  private String signed(String data) throws GeneralSecurityException {
    byte[] input = bytes(data);
    Signature signature =
        Signature.getInstance(
            switch (algorithm) {
              case "rsa-sha1" -> "SHA1withRSA";
              case "rsa-sha256" -> "SHA256withRSA";
              default -> "Ed25519";
            });
    signature.initSign(keys.getPrivate());
    signature.update(algorithm.startsWith("rsa") ? input : hash().digest(input));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  private static List<String> fields(String mail) {
    int end = mail.indexOf("\r\n\r\n");
    return List.of(mail.substring(0, end < 0 ? mail.length() : end).split("\r\n(?![ \t])", -1));
  }

  private static String relaxed(String field) {
    int colon = field.indexOf(':');
    String value = field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \t]+", " ");
    return field.substring(0, colon).strip().toLowerCase(Locale.ROOT)
        + ":"
        + value.replaceAll("^ | $", "");
  }

  private String body(String mail) {
    int end = mail.indexOf("\r\n\r\n");
    String body = end < 0 ? "" : mail.substring(end + 4);
    if (forms.endsWith("/relaxed")) {
      body = body.replaceAll("[ \t]+", " ").replace(" \r\n", "\r\n");
      body = body.endsWith(" ") ? body.substring(0, body.length() - 1) : body;
    }
    while (body.endsWith("\r\n")) {
      body = body.substring(0, body.length() - 2);
    }
    return body.isEmpty() && forms.endsWith("/relaxed") ? "" : body + "\r\n";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The public key with that modulus, which nobody has the private key of. */
  static String recordOfModulus(BigInteger modulus, long exponent) throws GeneralSecurityException {
    byte[] encoded =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent)))
            .getEncoded();
    return "v=DKIM1; p=" + Base64.getEncoder().encodeToString(encoded);
  }
}
