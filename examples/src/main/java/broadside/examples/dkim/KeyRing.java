package broadside.examples.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The keys of the story, from {@code keys.txt}: fiction, and known to everybody. */
public final class KeyRing {

  private final Map<String, SigningKey> byName = new LinkedHashMap<>();

  private KeyRing() {}

  public static KeyRing read() {
    KeyRing ring = new KeyRing();
    for (String block : text().split("(?m)^=== ", -1)) {
      if (!block.startsWith("#")) {
        SigningKey key = parse(block.lines().toList());
        ring.byName.put(key.selector() + " " + key.domain(), key);
      }
    }
    return ring;
  }

  /** The key of that selector and domain. */
  public SigningKey key(String selector, String domain) {
    SigningKey key = byName.get(selector + " " + domain);
    if (key == null) {
      throw new IllegalArgumentException("no key " + selector + " of " + domain);
    }
    return key;
  }

  /** The key file: the records that somebody wrote down, by name, as JSON. */
  public String json() {
    return byName.values().stream()
        .filter(key -> !key.recorded().isEmpty())
        .map(KeyRing::json)
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String json(SigningKey key) {
    return "  \""
        + key.name()
        + "\": {\n    \"record\": \""
        + key.record()
        + "\",\n    \"date\": \""
        + key.recorded()
        + "\""
        + (key.published() ? ",\n    \"public\": true" : "")
        + "\n  }";
  }

  private static SigningKey parse(List<String> lines) {
    String[] head = lines.getFirst().split(" ", -1);
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> base64 = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        base64.add(line);
      } else {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    String edwards = fields.getOrDefault("p", "");
    String type = edwards.isEmpty() ? "rsa" : "ed25519";
    try {
      KeyFactory factory = KeyFactory.getInstance(type);
      PrivateKey key =
          factory.generatePrivate(
              new PKCS8EncodedKeySpec(Base64.getDecoder().decode(String.join("", base64))));
      String point = edwards.isEmpty() ? publicKey(factory, (RSAPrivateCrtKey) key) : edwards;
      String flags = fields.containsKey("flags") ? fields.get("flags") + "; " : "";
      return new SigningKey(
          head[0],
          head[1],
          key,
          "v=DKIM1; k=" + type + "; " + flags + "p=" + (fields.containsKey("revoked") ? "" : point),
          fields.getOrDefault("recorded", ""),
          fields.containsKey("published"));
    } catch (GeneralSecurityException unfit) {
      throw new IllegalStateException(lines.getFirst(), unfit);
    }
  }

  private static String publicKey(KeyFactory factory, RSAPrivateCrtKey key)
      throws GeneralSecurityException {
    BigInteger exponent = key.getPublicExponent();
    return Base64.getEncoder()
        .encodeToString(
            factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent)).getEncoded());
  }

  private static String text() {
    try (InputStream in = KeyRing.class.getResourceAsStream("/broadside/examples/keys.txt")) {
      if (in == null) {
        throw new IllegalStateException("no resource keys.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
