package broadside.site.pages;

import java.util.List;

/**
 * A release that is sealed, or is void.
 *
 * @param title such as "Release 8 is sealed"
 * @param sentences what that means
 * @param log what was said of it, oldest first
 * @param limits what can happen and what cannot, in sentences
 * @param commitment in hex
 * @param parts how many files have to be joined to open it by hand
 * @param threshold how many custodians open it
 * @param files encrypted ones, or none where they are gone
 */
public record SealedPage(
    int number,
    String title,
    List<String> sentences,
    List<Fact> facts,
    List<CustodianLine> custodians,
    List<SealedAct> log,
    List<String> limits,
    String commitment,
    int parts,
    int threshold,
    List<ReleaseFile> files) {
  public SealedPage {
    sentences = List.copyOf(sentences);
    facts = List.copyOf(facts);
    custodians = List.copyOf(custodians);
    log = List.copyOf(log);
    limits = List.copyOf(limits);
    files = List.copyOf(files);
  }

  /** How the parts are decrypted and joined with standard tools. */
  public String command() {
    return switch (parts) {
      case 1 -> "age -d -i identity part-1.age | tar -x";
      case 2 -> "(age -d -i identity part-1.age; age -d -i identity part-2.age) | tar -x";
      default -> "for i in $(seq " + parts + "); do age -d -i identity part-$i.age; done | tar -x";
    };
  }
}
