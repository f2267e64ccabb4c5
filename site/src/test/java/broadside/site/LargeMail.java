package broadside.site;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** A mail with one large attachment that nothing packs. */
final class LargeMail {
  private LargeMail() {}

  /**
   * The mail; the same for the same seed.
   *
   * @param attachment bytes of its attachment
   */
  static byte[] of(int seed, int attachment) {
    byte[] chance = new byte[attachment];
    new Random(seed).nextBytes(chance);
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(
        SampleMails.mail(
            """
            From: Surveyor <survey@harbour.example>
            To: office@harbour.example
            Date: Mon, 6 Apr 2015 09:12:00 +0200
            Message-ID: <plates-%d@harbour.example>
            Subject: Plates of the survey
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=plate

            --plate

            The plates of the echosounder are in the attachment.
            --plate
            Content-Type: application/octet-stream; name=plates.bin
            Content-Disposition: attachment; filename=plates.bin
            Content-Transfer-Encoding: base64

            """
                .formatted(seed)));
    mail.writeBytes(Base64.getMimeEncoder().encode(chance));
    mail.writeBytes("\r\n--plate--\r\n".getBytes(StandardCharsets.US_ASCII));
    return mail.toByteArray();
  }
}
