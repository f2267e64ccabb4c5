package broadside.bench;

import broadside.mail.dkim.Authentication;
import broadside.mail.dkim.Authenticator;
import broadside.mail.dkim.Coverage;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Verifies mails of 4 KB with one RSA-2048 signature each, on one thread, beside the JDK's bare
 * verification of a signature.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms400m", "-Xmx512m"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DkimBenchmark {
  private static final int MAILS = 400;
  private static final int MAIL_BYTES = 4_096;
  private static final String NAMES =
      "to:from:subject:date:message-id:mime-version:content-type:references:in-reply-to";

  private final byte[][] signed = new byte[MAILS][];
  private final byte[][] unsigned = new byte[MAILS][];
  private final byte[] input = new byte[32];
  private final byte[] bare;
  private final Signature verifier;
  private final Authenticator authenticator;
  private int next;

  /** Makes a key and the mails. */
  public DkimBenchmark() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      String record =
          "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
      DomainKey key =
          new DomainKey("s1._domainkey.example.org", record, "file", LocalDate.EPOCH, false);
      authenticator = new Authenticator(name -> List.of(key));
      Random random = new Random(2048);
      for (int i = 0; i < MAILS; i++) {
        String mail = mail(random, i);
        unsigned[i] = mail.getBytes(StandardCharsets.ISO_8859_1);
        signed[i] = sign(mail, keys).getBytes(StandardCharsets.ISO_8859_1);
      }
      verifier = Signature.getInstance("SHA256withRSA");
      verifier.initSign(keys.getPrivate());
      verifier.update(input);
      bare = verifier.sign();
      verifier.initVerify(keys.getPublic());

    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA and SHA-256", e);
    }
  }

  /** What the JDK alone takes. */
  @Benchmark
  public boolean bareVerification() throws GeneralSecurityException {
    verifier.update(input);
    return verifier.verify(bare);
  }

  /** A mail whose signature holds. */
  @Benchmark
  public Authentication signedMail() {
    Authentication authentication = authenticator.authenticate(next(signed));
    if (authentication.results().getFirst().verdict() != Verdict.PASS) {
      throw new IllegalStateException("a mail did not give the verdict that it must");
    }
    return authentication;
  }

  /** A mail without a signature. */
  @Benchmark
  public Authentication unsignedMail() {
    return authenticator.authenticate(next(unsigned));
  }

  /** What a page is told of a signature. */
  @Benchmark
  public List<Coverage> coverage() {
    return Coverage.of(next(signed));
  }

  private byte[] next(byte[][] mails) {
    next = next + 1 < MAILS ? next + 1 : 0;
    return mails[next];
  }

  private static String mail(Random random, int number) {
    StringBuilder mail = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      mail.append("Received: from relay").append(i).append(".example.org (relay").append(i);
      mail.append(".example.org [192.0.2.")
          .append(i)
          .append("])\r\n\tby mx.example.net with ESMTPS");
      mail.append(" id 4XyZ;\r\n\tTue, 3 Mar 2026 10:00:0").append(i).append(" +0000 (UTC)\r\n");
    }
    mail.append("From: Ann Example <ann@example.org>\r\nTo: Bob <bob@example.net>\r\n");
    mail.append("Subject: A mail of everyday size, number ").append(number).append("\r\n");
    mail.append("Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nMessage-ID: <").append(number);
    mail.append("@example.org>\r\nIn-Reply-To: <1@example.net>\r\nReferences: <0@example.net>\r\n");
    mail.append(" <1@example.net>\r\nMIME-Version: 1.0\r\n");
    mail.append("Content-Type: text/plain; charset=utf-8\r\nX-Mailer: none\r\n\r\n");
    int line = 0;
    while (mail.length() < MAIL_BYTES - 600) {
      int letters = 2 + random.nextInt(8);
      for (int i = 0; i < letters; i++) {
        mail.append((char) ('a' + random.nextInt(26)));
      }
      line += letters + 1;
      mail.append(line > 68 ? "\r\n" : " ");
      line = line > 68 ? 0 : line;
    }
    return mail.append("end\r\n").toString();
  }

  /** The mail with a relaxed signature before it; its own body is canonical already. */
  private static String sign(String mail, KeyPair keys) throws GeneralSecurityException {
    int end = mail.indexOf("\r\n\r\n");
    byte[] body = mail.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    String hash =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
    String value =
        "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1;\r\n\tt=1772532000; h="
            + NAMES
            + ";\r\n\tbh="
            + hash
            + ";\r\n\tb=";
    StringBuilder data = new StringBuilder();
    for (String name : NAMES.split(":", -1)) {
      for (String field : mail.substring(0, end).split("\r\n(?![ \t])", -1)) {
        int colon = field.indexOf(':');
        if (field.substring(0, colon).equalsIgnoreCase(name)) {
          data.append(name).append(':').append(relaxed(field.substring(colon + 1))).append("\r\n");
        }
      }
    }
    data.append("dkim-signature:").append(relaxed(value));
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(keys.getPrivate());
    signer.update(data.toString().getBytes(StandardCharsets.ISO_8859_1));
    String signature =
        Base64.getMimeEncoder(72, "\r\n\t ".getBytes(StandardCharsets.ISO_8859_1))
            .encodeToString(signer.sign());
    return "DKIM-Signature: " + value + signature + "\r\n" + mail;
  }

  private static String relaxed(String value) {
    return value.replace("\r\n", "").replaceAll("[ \t]+", " ").strip();
  }
}
