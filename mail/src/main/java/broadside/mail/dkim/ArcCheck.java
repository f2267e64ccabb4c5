package broadside.mail.dkim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes one result of an ARC chain (RFC 8617 §5.2). */
final class ArcCheck {
  /** What counts most stands first: what one part of the chain says, the chain says. */
  private static final List<Verdict> WORST_FIRST =
      List.of(
          Verdict.FAIL_BODY,
          Verdict.NOT_LOOKED_UP,
          Verdict.NO_KEY,
          Verdict.FAIL_SIGNATURE,
          Verdict.KEY_PUBLIC,
          Verdict.WEAK,
          Verdict.PASS);

  private ArcCheck() {}

  static SignatureResult check(ArcChain chain, SignatureCheck signatures) {
    if (!chain.problem().isEmpty()) {
      SignatureField newest = chain.newestSeal();
      return new SignatureResult(
          Verdict.FAIL_SIGNATURE,
          chain.size(),
          newest == null ? "" : newest.domain,
          newest == null ? "" : newest.selector,
          null,
          Undoing.NONE,
          Set.of(),
          chain.problem());
    }
    List<SignatureResult> parts = new ArrayList<>();
    SignatureResult message = signatures.message(chain.message(chain.size()));
    parts.add(message);
    if (message.verdict() != Verdict.FAIL_BODY) {
      for (SignatureField seal : chain.sealsFromNewest()) {
        parts.add(signatures.seal(seal, chain));
      }
    }
    return join(chain, parts);
  }

  /** The parts are the message signature and then the seals from the newest. */
  private static SignatureResult join(ArcChain chain, List<SignatureResult> parts) {
    SignatureField newest = chain.seal(chain.size());
    SignatureResult worst = parts.getFirst();
    Set<Weakness> weaknesses = EnumSet.noneOf(Weakness.class);
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      SignatureResult part = parts.get(i);
      weaknesses.addAll(part.weaknesses());
      if (WORST_FIRST.indexOf(part.verdict()) < WORST_FIRST.indexOf(worst.verdict())) {
        worst = part;
        at = i;
      }
    }
    boolean holds = WORST_FIRST.indexOf(worst.verdict()) >= WORST_FIRST.indexOf(Verdict.KEY_PUBLIC);
    String which =
        at == 0 ? "message signature " + chain.size() : "seal " + (chain.size() - at + 1);
    return new SignatureResult(
        worst.verdict(),
        chain.size(),
        newest.domain,
        newest.selector,
        holds && worst.verdict() != Verdict.KEY_PUBLIC ? parts.get(1).key() : worst.key(),
        holds ? parts.getFirst().undoing() : Undoing.NONE,
        holds ? weaknesses : Set.of(),
        worst.detail().isEmpty() ? "" : "ARC " + which + ": " + worst.detail());
  }
}
