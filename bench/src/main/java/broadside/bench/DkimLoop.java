package broadside.bench;

import broadside.mail.dkim.Authenticator;
import broadside.mail.dkim.Coverage;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import broadside.mail.dkim.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Verifies mails of 4 KB with one RSA-2048 signature each, on one thread, in turn with the JDK's
 * bare verification of as many signatures. Prints medians in microseconds: the bare verification, a
 * signed mail, an unsigned mail, and reading what a signature covers.
 */
public final class DkimLoop {
  private static final int MAILS = 400;
  private static final int WARM = 12;
  private static final int ROUNDS = 15;
  private static final int TIMES = 10;
  private static final int MAIL_BYTES = 4_096;
  private static final String NAMES =
      "to:from:subject:date:message-id:mime-version:content-type:references:in-reply-to";

  private DkimLoop() {}

  public static void main(String[] args) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String record =
        "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    DomainKey key =
        new DomainKey("s1._domainkey.example.org", record, "file", LocalDate.EPOCH, false);
    KeySource source = name -> List.of(key);
    Random random = new Random(2048);
    List<byte[]> signed = new ArrayList<>();
    List<byte[]> unsigned = new ArrayList<>();
    for (int i = 0; i < MAILS; i++) {
      String mail = mail(random, i);
      unsigned.add(mail.getBytes(StandardCharsets.ISO_8859_1));
      signed.add(sign(mail, keys).getBytes(StandardCharsets.ISO_8859_1));
    }
    byte[] input = new byte[32];
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(keys.getPrivate());
    signer.update(input);
    byte[] bare = signer.sign();
    signer.initVerify(keys.getPublic());
    double[][] costs = new double[4][ROUNDS];
    Authenticator authenticator = new Authenticator(source);
    for (int round = -WARM; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < MAILS * TIMES; i++) {
        signer.update(input);
        require(signer.verify(bare));
      }
      long afterBare = System.nanoTime();
      for (int i = 0; i < MAILS * TIMES; i++) {
        byte[] mail = signed.get(i % MAILS);
        require(authenticator.authenticate(mail).results().getFirst().verdict() == Verdict.PASS);
      }
      long afterSigned = System.nanoTime();
      for (int i = 0; i < MAILS * TIMES; i++) {
        require(authenticator.authenticate(unsigned.get(i % MAILS)).results().isEmpty());
      }
      long afterUnsigned = System.nanoTime();
      for (int i = 0; i < MAILS * TIMES; i++) {
        require(Coverage.of(signed.get(i % MAILS)).size() == 1);
      }
      if (round >= 0) {
        costs[0][round] = each(start, afterBare);
        costs[1][round] = each(afterBare, afterSigned);
        costs[2][round] = each(afterSigned, afterUnsigned);
        costs[3][round] = each(afterUnsigned, System.nanoTime());
      }
    }
    for (double[] cost : costs) {
      Arrays.sort(cost);
      System.out.printf(Locale.ROOT, "%.3f%n", cost[ROUNDS / 2]);
    }
  }

  private static double each(long from, long to) {
    return (to - from) / 1e3 / (MAILS * TIMES);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a mail did not give the verdict that it must");
    }
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
