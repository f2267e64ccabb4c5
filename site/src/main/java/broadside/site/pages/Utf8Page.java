package broadside.site.pages;

import gg.jte.TemplateOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A page as it is written, in UTF-8, in one array: a page is written in hundreds of small pieces,
 * and a list of them costs more than they do. One page at a time; not for several threads.
 */
final class Utf8Page implements TemplateOutput {
  /** Most pages fit. */
  private static final int FIRST = 16 << 10;

  /** Characters from which on a copy costs less than a loop. */
  private static final int LONG = 48;

  private byte[] bytes = new byte[FIRST];
  private int length;

  @Override
  public void writeBinaryContent(byte[] content) {
    makeRoom(content.length);
    System.arraycopy(content, 0, bytes, length, content.length);
    length += content.length;
  }

  @Override
  public void writeContent(String content) {
    writeContent(content, 0, content.length());
  }

  @Override
  public void writeContent(String content, int from, int to) {
    if (to - from >= LONG) { // encoded many characters at a time
      writeBinaryContent(content.substring(from, to).getBytes(StandardCharsets.UTF_8));
      return;
    }
    makeRoom(to - from);
    byte[] into = bytes;
    int at = length;
    int i = from;
    while (i < to) {
      char c = content.charAt(i);
      if (c >= 0x80) {
        break;
      }
      into[at++] = (byte) c;
      i++;
    }
    length = at;
    if (i < to) {
      writeBinaryContent(content.substring(i, to).getBytes(StandardCharsets.UTF_8));
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void makeRoom(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, 1 << 30)));
    }
  }
}
