package broadside.intake.quote;

import broadside.mail.html.HtmlText;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.message.Part;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Fingerprints of passages, by which a quotation is found again.
 *
 * <p>Two texts that share 24 consecutive words share a fingerprint, however their lines are broken,
 * quoted and punctuated; so do two that share a whole paragraph of 10 to 23 words. Texts that share
 * fewer than 16 words in a row share a fingerprint only where these are a whole paragraph.
 */
public final class Passages {
  /** Mails attached to one mail that are looked into. */
  private static final int NESTED = 50;

  private Passages() {}

  /** Of what the writer of a mail says: not of what is quoted, nor of the signature. */
  public static long[] own(Message message) {
    Fingerprints fingerprints = new Fingerprints();
    for (Block block : blocks(message)) {
      if (block.kind() == Block.Kind.PARAGRAPH) {
        fingerprints.add(block.text());
      }
    }
    return fingerprints.sorted();
  }

  /**
   * Of what a mail says in the words of others: what it quotes, and all of the mails attached to
   * it.
   *
   * @param mail the bytes that {@code parser} read as {@code message}
   */
  public static long[] quoted(Message message, byte[] mail, MessageParser parser) {
    Fingerprints fingerprints = new Fingerprints();
    for (Block block : blocks(message)) {
      if (block.kind() == Block.Kind.QUOTE) {
        fingerprints.add(block.text());
      }
    }
    List<Part> nested =
        message.parts().stream()
            .filter(part -> part.role() == Part.Role.NESTED_MESSAGE)
            .limit(NESTED)
            .toList();
    for (Part part : nested) {
      for (Block block : blocks(parser.parse(copy(part, mail, parser)))) {
        fingerprints.add(block.text());
      }
    }
    return fingerprints.sorted();
  }

  private static List<Block> blocks(Message message) {
    BodyText text = message.text();
    String html = message.html();
    if (text != null) {
      return TextBlocks.of(text);
    }
    return html == null ? List.of() : TextBlocks.of(HtmlText.of(html));
  }

  private static byte[] copy(Part part, byte[] mail, MessageParser parser) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      parser.copyPart(mail, part.index(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }
}
