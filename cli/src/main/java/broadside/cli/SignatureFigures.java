package broadside.cli;

import broadside.intake.ledger.SignatureCounts;
import broadside.mail.dkim.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What signatures of mails are worth, in words and numbers. */
final class SignatureFigures {
  private SignatureFigures() {}

  /** {@code 318 hold, 24 hold but prove less; of 35 the forwarders' seals hold}. */
  static String verdicts(SignatureCounts counts) {
    List<String> words = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (counts.of(verdict) > 0) {
        words.add(verdict(verdict, counts.of(verdict)));
      }
    }
    String signatures = String.join(", ", words);
    String seals = String.join(", ", seals(counts));
    return signatures + (signatures.isEmpty() || seals.isEmpty() ? "" : "; ") + seals;
  }

  /** How many are told in all, a mail once for each of its verdicts. */
  private static long told(SignatureCounts counts) {
    return sum(counts.verdicts()) - counts.of(Verdict.UNSIGNED) + sum(counts.chains());
  }

  private static long sum(Map<Verdict, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What the chains of forwarders are worth, in three groups. */
  private static List<String> seals(SignatureCounts counts) {
    List<String> seals = new ArrayList<>();
    long held = counts.chainsThatHold();
    long open = counts.chains(Verdict.NOT_LOOKED_UP);
    long all = sum(counts.chains());
    if (held > 0) {
      seals.add("of %s the forwarders’ seals hold".formatted(Figures.count(held)));
    }
    if (open > 0) {
      seals.add("of %s nobody looked up the forwarders’ keys".formatted(Figures.count(open)));
    }
    if (all > held + open) {
      seals.add(
          "of %s the forwarders’ seals prove nothing".formatted(Figures.count(all - held - open)));
    }
    return seals;
  }

  private static String verdict(Verdict verdict, long n) {
    return switch (verdict) {
      case PASS -> Figures.count(n, "holds", "hold");
      case WEAK -> Figures.count(n, "holds but proves less", "hold but prove less");
      case FAIL_BODY -> Figures.count(n, "is over another text", "are over another text");
      case FAIL_SIGNATURE -> Figures.count(n, "does not hold", "do not hold");
      case NO_KEY -> Figures.count(n, "has a key that is gone", "have keys that are gone");
      case NOT_LOOKED_UP ->
          Figures.count(n, "has a key that nobody looked up", "have keys that nobody looked up");
      case KEY_PUBLIC -> Figures.count(n, "could be anybody’s", "could be anybody’s");
      case UNSIGNED -> Figures.count(n, "is unsigned", "are unsigned");
    };
  }

  /** Says what the mails of a release bear; nothing where none bears a signature. */
  static void say(Console console, SignatureCounts counts) {
    if (counts.signed() == 0) {
      return;
    }
    console.say(
        "  signatures (DKIM, ARC): %s of %s are signed; %s%s"
            .formatted(
                Figures.count(counts.signed()),
                Figures.mails(counts.mails()),
                verdicts(counts),
                told(counts) > counts.signed() ? " (a mail with several counts for each)" : ""));
    if (counts.isUnsettled()) {
      console.say("  \"broadside authenticate\" looks them up, with --dkim-keys or --dns");
    }
  }

  /** The same for a program. */
  static Map<String, @Nullable Object> json(SignatureCounts counts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("signed", counts.signed());
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.UNSIGNED) {
        json.put(verdict.word(), counts.of(verdict));
      }
    }
    json.put("arc", counts.chainsThatHold());
    json.put("arc-not-looked-up", counts.chains(Verdict.NOT_LOOKED_UP));
    return json;
  }
}
