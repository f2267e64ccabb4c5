package broadside.site.pages;

import java.util.List;

/**
 * That a release was sealed before it was opened.
 *
 * @param sentence when, and how it was opened
 * @param log what was said of it, oldest first
 */
public record OpenedSeal(String sentence, List<CustodianLine> custodians, List<SealedAct> log) {
  public OpenedSeal {
    custodians = List.copyOf(custodians);
    log = List.copyOf(log);
  }
}
