package broadside.proof.log;

import broadside.proof.text.FormatException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The file that holds up to 256 entries: for each its length in two bytes, and its bytes. */
public final class EntryBundle {
  /** Bytes of an entry at most. */
  public static final int ENTRY_BYTES = (1 << 16) - 1;

  /** Bytes of a bundle at most. */
  public static final int BYTES = Tile.FULL * (ENTRY_BYTES + 2);

  private EntryBundle() {}

  /**
   * The bundle of these entries.
   *
   * @throws IllegalArgumentException where an entry is too long, or they are too many
   */
  public static byte[] print(List<byte[]> entries) {
    if (entries.isEmpty() || entries.size() > Tile.FULL) {
      throw new IllegalArgumentException(entries.size() + " entries, not 1…" + Tile.FULL);
    }
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > ENTRY_BYTES) {
        throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
      }
      bundle.write(entry.length >> 8);
      bundle.write(entry.length);
      bundle.writeBytes(entry);
    }
    return bundle.toByteArray();
  }

  /** The inverse of {@link #print}: so many entries, and nothing after them. */
  public static List<byte[]> parse(byte[] bundle, int entries) throws FormatException {
    List<byte[]> parsed = new ArrayList<>(entries);
    int at = 0;
    for (int i = 0; i < entries; i++) {
      if (bundle.length - at < 2) {
        throw new FormatException("a bundle of " + i + " entries, not " + entries);
      }
      int length = ((bundle[at] & 0xff) << 8) | (bundle[at + 1] & 0xff);
      at += 2;
      if (bundle.length - at < length) {
        throw new FormatException("entry " + i + " of a bundle is cut off");
      }
      parsed.add(Arrays.copyOfRange(bundle, at, at + length));
      at += length;
    }
    if (at != bundle.length) {
      throw new FormatException((bundle.length - at) + " bytes after a bundle's entries");
    }
    return parsed;
  }
}
