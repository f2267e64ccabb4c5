package broadside.mail.dkim;

import broadside.mail.dkim.SignatureField.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ARC sets of a mail (RFC 8617 §4.2).
 *
 * <p>Where {@link #problem} is not empty, the chain is broken and only its newest seal, if any, can
 * be asked for.
 */
final class ArcChain {
  /** RFC 8617 §4.2.1. */
  static final int MOST_SETS = 50;

  private final int[] results = new int[MOST_SETS + 1];
  private final @Nullable SignatureField[] messages = new SignatureField[MOST_SETS + 1];
  private final @Nullable SignatureField[] seals = new SignatureField[MOST_SETS + 1];
  private int size;
  private String problem = "";

  private ArcChain() {}

  /** The chain, or null where the mail has no field of one. */
  static @Nullable ArcChain read(MailHeader header, DkimLimits limits) {
    ArcChain chain = new ArcChain();
    boolean any = false;
    int sealFields = 0;
    for (int field = 0; field < header.count(); field++) {
      boolean seal = header.is(field, "arc-seal");
      if (seal) {
        any = true;
        sealFields++;
        chain.add(header, field, Kind.ARC_SEAL, limits);
      } else if (header.is(field, "arc-message-signature")) {
        any = true;
        chain.add(header, field, Kind.ARC_MESSAGE, limits);
      } else if (header.is(field, "arc-authentication-results")) {
        any = true;
        chain.addResults(header, field);
      }
    }
    if (!any) {
      return null;
    }
    chain.checkStructure();
    if (!chain.problem.isEmpty()) {
      chain.size = Math.max(1, sealFields);
    }
    return chain;
  }

  /** The number that {@code i=} writes, or 0 where it is none from 1 to 50. */
  static int instance(String digits) {
    if (digits.isEmpty() || digits.length() > 2) {
      return 0;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      number = 10 * number + (c - '0');
    }
    return number <= MOST_SETS ? number : 0;
  }

  private void add(MailHeader header, int field, Kind kind, DkimLimits limits) {
    if (!problem.isEmpty()) {
      return;
    }
    SignatureField read = SignatureField.read(header, field, kind, limits);
    @Nullable SignatureField[] all = kind == Kind.ARC_SEAL ? seals : messages;
    if (!read.problem.isEmpty()) {
      problem = "an ARC set cannot be read: " + read.problem;
    } else if (read.instance == 0) {
      problem = "an ARC set has no number from 1 to " + MOST_SETS;
    } else if (all[read.instance] != null) {
      problem = "two ARC sets have the number " + read.instance;
    } else {
      all[read.instance] = read;
      size = Math.max(size, read.instance);
    }
  }

  private void addResults(MailHeader header, int field) {
    if (!problem.isEmpty()) {
      return;
    }
    int instance = resultsInstance(header, field);
    if (instance == 0) {
      problem = "an ARC set has no number from 1 to " + MOST_SETS;
    } else if (results[instance] > 0) {
      problem = "two ARC sets have the number " + instance;
    } else {
      results[instance] = field + 1;
      size = Math.max(size, instance);
    }
  }

  /** The number at the beginning of an ARC-Authentication-Results field, or 0. */
  static int resultsInstance(MailHeader header, int field) {
    byte[] mail = header.mail();
    int at = header.colon(field) + 1;
    int end = header.end(field);
    StringBuilder head = new StringBuilder();
    while (at < end && mail[at] != ';' && head.length() < 5) {
      if (mail[at] > ' ' || mail[at] < 0) {
        head.append((char) (mail[at] & 0xff));
      }
      at++;
    }
    String text = head.toString();
    return at < end && mail[at] == ';' && text.startsWith("i=") ? instance(text.substring(2)) : 0;
  }

  private void checkStructure() {
    for (int i = 1; i <= size && problem.isEmpty(); i++) {
      SignatureField seal = seals[i];
      if (seal == null || messages[i] == null || results[i] == 0) {
        problem = "the ARC set " + i + " is not whole";
      } else if (i < size && seal.chainState.equals("fail")) {
        problem = "the ARC chain goes on after a seal that says that it is broken";
      } else if (i == size && seal.chainState.equals("fail")) {
        problem = "the newest seal says that the ARC chain was broken before it";
      } else if (!seal.chainState.equals(i == 1 ? "none" : "pass")) {
        problem = "the seal of the ARC set " + i + " has no cv= that fits";
      }
    }
  }

  /** The number of sets, at least 1. */
  int size() {
    return size;
  }

  /** What makes the chain broken without any key, or "". */
  String problem() {
    return problem;
  }

  /** The seal with the highest number that was read, or null. */
  @Nullable SignatureField newestSeal() {
    for (int i = MOST_SETS; i > 0; i--) {
      if (seals[i] != null) {
        return seals[i];
      }
    }
    return null;
  }

  /** The message signature with the highest number that was read, or null. */
  @Nullable SignatureField newestMessage() {
    for (int i = MOST_SETS; i > 0; i--) {
      if (messages[i] != null) {
        return messages[i];
      }
    }
    return null;
  }

  /** What each set says, oldest first, without those that have neither seal nor results. */
  List<ArcSet> sets(MailHeader header) {
    List<ArcSet> all = new ArrayList<>();
    for (int i = 1; i <= MOST_SETS; i++) {
      SignatureField seal = seals[i];
      if (seal != null || results[i] > 0) {
        String text = results[i] > 0 ? header.value(results(i)) : "";
        all.add(
            new ArcSet(
                i,
                seal == null ? "" : seal.domain,
                ShownText.of(text.substring(text.indexOf(';') + 1), ArcSet.RESULTS_CHARS)));
      }
    }
    return all;
  }

  /** The field of the set's ARC-Authentication-Results. */
  int results(int instance) {
    return results[instance] - 1;
  }

  SignatureField message(int instance) {
    return Objects.requireNonNull(messages[instance]);
  }

  SignatureField seal(int instance) {
    return Objects.requireNonNull(seals[instance]);
  }

  /** The seals from the newest to the oldest. */
  List<SignatureField> sealsFromNewest() {
    List<SignatureField> all = new ArrayList<>(size);
    for (int i = size; i > 0; i--) {
      all.add(seal(i));
    }
    return all;
  }
}
