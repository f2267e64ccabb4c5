package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A reader of QR codes reads each picture that a custodian may hold out to it. */
class QrCodeTest {
  /** Without a choice of mask about one picture in sixteen of this size is not read. */
  private static final int SHARES = 60;

  @Test
  @Tag("slow")
  void eachShareIsRead() throws Exception {
    Random random = new Random(5);
    for (int index = 1; index <= SHARES; index++) {
      String share = share(index, random);
      assertThat(read(QrCode.png(share))).as("share %d", index).isEqualTo(share);
    }
  }

  @Test
  void aTextOfTwoWordsAndTheLongestAreRead() throws Exception {
    for (String text : new String[] {"two words", "é".repeat(1_450)}) {
      assertThat(read(QrCode.png(text))).isEqualTo(text);
    }
  }

  /** Of the lines and lengths of a share that is published. */
  private static String share(int index, Random random) {
    return "broadside/v1 share\npublication %s\nnumber 1\nseal %s\nindex %d\nshare %s\n\n— c%d %s\n"
        .formatted(
            hex(32, random), hex(32, random), index, hex(384, random), index, hex(46, random));
  }

  private static String hex(int bytes, Random random) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }

  /** What a telephone reads of a picture. */
  static String read(byte[] png) throws IOException, ReaderException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
        .getText();
  }
}
