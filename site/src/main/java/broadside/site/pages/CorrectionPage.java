package broadside.site.pages;

import java.util.List;

/**
 * What a correction says.
 *
 * @param subject of what it speaks, with its address
 * @param file address of the text as its hash is signed
 * @param entry index of the statement in the log
 */
public record CorrectionPage(
    String title, Link subject, String date, List<String> paragraphs, String file, long entry) {
  public CorrectionPage {
    paragraphs = List.copyOf(paragraphs);
  }
}
