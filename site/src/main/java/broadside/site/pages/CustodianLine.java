package broadside.site.pages;

import java.util.List;

/**
 * What a custodian of a sealed release has given.
 *
 * @param receipt in a few words
 * @param receipts links to it: to the note, to the entry of the log
 * @param share in a few words
 * @param shares links to its notes, a good one and a bad one
 */
public record CustodianLine(
    String name, String receipt, List<Link> receipts, String share, List<Link> shares) {
  public CustodianLine {
    receipts = List.copyOf(receipts);
    shares = List.copyOf(shares);
  }
}
