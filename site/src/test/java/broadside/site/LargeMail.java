package broadside.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Mails that are large, each in its way. */
final class LargeMail {
  private LargeMail() {}

  /** A publication whose one release takes 22 MB to download. */
  static SamplePublication published(Path directory) throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(of(1, 16 << 20), SampleMails.QUAY));
    return publication;
  }

  /** One whose HTML takes long to be made safe: so many pictures that are not loaded. */
  static byte[] charts(int pictures) {
    return SampleMails.mail(
        "From: a@harbour.example\nSubject: Charts\nContent-Type: text/html\n\n"
            + "<img src=//chart.example>".repeat(pictures));
  }

  /**
   * One with a large attachment that nothing packs; the same for the same seed.
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
