package broadside.intake.quote;

import broadside.archive.index.ReadableText;
import broadside.mail.html.HtmlText;
import broadside.mail.message.BodyText;
import broadside.mail.message.Message;
import broadside.mail.message.NestedMessage;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
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

  /**
   * Of what the writer of a mail says: not of what is quoted, nor of the signature.
   *
   * <p>Text and HTML say the same in most mails and not in all; what one of them has as quoted is
   * not the writer's in the HTML.
   */
  public static long[] own(Message message) {
    List<Block> readable = blocks(ReadableText.of(message));
    List<Block> other = otherBlocks(message.text(), message.html());
    Fingerprints text = new Fingerprints();
    add(text, readable, Passages::isOwn);
    if (other.isEmpty()) {
      return text.sorted();
    }
    Fingerprints html = new Fingerprints();
    add(html, other, Passages::isOwn);
    long[] quoted = quoted(readable, other, message.nested());
    return LongStream.concat(
            Arrays.stream(text.sorted()),
            Arrays.stream(html.sorted()).filter(p -> Arrays.binarySearch(quoted, p) < 0))
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * Of what a mail says in the words of others: what it quotes, in its text or in its HTML, and all
   * of the mails that lie in it.
   */
  public static long[] quoted(Message message) {
    return quoted(
        blocks(ReadableText.of(message)),
        otherBlocks(message.text(), message.html()),
        message.nested());
  }

  private static long[] quoted(
      List<Block> readable, List<Block> other, List<NestedMessage> attached) {
    Fingerprints fingerprints = new Fingerprints();
    add(fingerprints, readable, Passages::isQuoted);
    add(fingerprints, other, Passages::isQuoted);
    for (NestedMessage nested : attached) {
      add(fingerprints, blocks(ReadableText.of(nested)), block -> true);
      add(fingerprints, otherBlocks(nested.text(), nested.html()), block -> true);
    }
    return fingerprints.sorted();
  }

  private static void add(
      Fingerprints fingerprints, List<Block> blocks, Predicate<Block> isWanted) {
    for (Block block : blocks) {
      if (isWanted.test(block)) {
        fingerprints.add(block.text());
      }
    }
  }

  private static boolean isOwn(Block block) {
    return block.kind() == Block.Kind.PARAGRAPH;
  }

  private static boolean isQuoted(Block block) {
    return block.kind() == Block.Kind.QUOTE;
  }

  private static List<Block> blocks(@Nullable BodyText text) {
    return text == null ? List.of() : TextBlocks.of(text);
  }

  /** Those of the HTML where {@link ReadableText} takes the text. */
  private static List<Block> otherBlocks(@Nullable BodyText text, @Nullable String html) {
    return html == null || text == null || text.text().isBlank()
        ? List.of()
        : TextBlocks.of(HtmlText.of(html));
  }
}
