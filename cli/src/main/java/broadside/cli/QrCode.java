package broadside.cli;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.EncodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.QRCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A text as a QR code (ISO/IEC 18004), for a telephone's camera or for paper.
 *
 * <p>Of the eight masks that the standard has, each gives another picture. Among large ones about
 * one in sixteen is not found by a common reader, though it follows the standard; so each is read
 * before it is given out, and another mask is taken where that fails.
 */
final class QrCode {
  /** Pixels of the side of one module. */
  private static final int SCALE = 8;

  /** Modules of white around it, as the standard has it. */
  private static final int MARGIN = 4;

  /** Lets the writer take the mask that the standard's penalties prefer. */
  private static final int PREFERRED_MASK = -1;

  private static final int BLACK = 0x000000;
  private static final int WHITE = 0xffffff;

  private QrCode() {}

  /**
   * A PNG picture of it, black on white, that a reader of QR codes has read.
   *
   * @param text of at most 2,900 bytes of UTF-8
   * @throws IOException if none of its pictures can be read
   */
  static byte[] png(String text) throws IOException {
    for (int mask = PREFERRED_MASK; mask < QRCode.NUM_MASK_PATTERNS; mask++) {
      BufferedImage picture = picture(modules(text, mask));
      if (isRead(picture, text)) {
        return png(picture);
      }
    }
    throw new IOException(
        "no QR code of this text can be read; write it as text, with a name that does not end in"
            + " .png");
  }

  private static BitMatrix modules(String text, int mask) {
    try {
      return new QRCodeWriter()
          .encode(
              text,
              BarcodeFormat.QR_CODE,
              0,
              0,
              Map.of(
                  EncodeHintType.CHARACTER_SET,
                  "UTF-8",
                  EncodeHintType.ERROR_CORRECTION,
                  ErrorCorrectionLevel.L,
                  EncodeHintType.MARGIN,
                  MARGIN,
                  EncodeHintType.QR_MASK_PATTERN,
                  mask));
    } catch (WriterException e) {
      throw new IllegalArgumentException("no QR code holds " + text.length() + " characters", e);
    }
  }

  private static BufferedImage picture(BitMatrix modules) {
    int side = modules.getWidth() * SCALE;
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        picture.setRGB(x, y, modules.get(x / SCALE, y / SCALE) ? BLACK : WHITE);
      }
    }
    return picture;
  }

  private static boolean isRead(BufferedImage picture, String text) {
    int side = picture.getWidth();
    int[] pixels = picture.getRGB(0, 0, side, side, null, 0, side);
    BinaryBitmap seen =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)));
    try {
      return new QRCodeReader().decode(seen).getText().equals(text);
    } catch (ReaderException e) {
      return false;
    }
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", png)) {
      throw new IllegalStateException("the JDK writes PNG");
    }
    return png.toByteArray();
  }
}
