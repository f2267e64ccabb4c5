package broadside.intake.quote;

import broadside.archive.index.ReadableText;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import broadside.mail.message.NestedMessage;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints of passages, by which a quotation is found again.
 *
 * <p>Two texts that share 24 consecutive words share a fingerprint, however their lines are broken,
 * quoted and punctuated; so do two that share a whole paragraph of 10 to 23 words. Texts that share
 * fewer than 16 words in a row share a fingerprint only where these are a whole paragraph.
 */
public final class Passages {
  private Passages() {}

  /** Of what the writer of a mail says: not of what is quoted, nor of the signature. */
  public static long[] own(Message message) {
    Fingerprints fingerprints = new Fingerprints();
    for (Block block : blocks(ReadableText.of(message))) {
      if (block.kind() == Block.Kind.PARAGRAPH) {
        fingerprints.add(block.text());
      }
    }
    return fingerprints.sorted();
  }

  /**
   * Of what a mail says in the words of others: what it quotes, and all of the mails that lie in
   * it.
   */
  public static long[] quoted(Message message) {
    Fingerprints fingerprints = new Fingerprints();
    for (Block block : blocks(ReadableText.of(message))) {
      if (block.kind() == Block.Kind.QUOTE) {
        fingerprints.add(block.text());
      }
    }
    for (NestedMessage nested : message.nested()) {
      for (Block block : blocks(ReadableText.of(nested))) {
        fingerprints.add(block.text());
      }
    }
    return fingerprints.sorted();
  }

  private static List<Block> blocks(@Nullable BodyText text) {
    return text == null ? List.of() : TextBlocks.of(text);
  }
}
