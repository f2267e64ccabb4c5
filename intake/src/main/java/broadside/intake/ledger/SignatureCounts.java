package broadside.intake.ledger;

import broadside.mail.dkim.Verdict;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the signatures of mails are worth, in numbers of mails.
 *
 * @param mails of which something is said
 * @param signed those of them with a signature or a chain of forwarders
 * @param verdicts how many have a signature of each verdict; one with several counts in each
 * @param chains how many have a chain of forwarders (ARC) of each verdict; a mail has one at most
 */
public record SignatureCounts(
    long mails, long signed, Map<Verdict, Long> verdicts, Map<Verdict, Long> chains) {

  public SignatureCounts {
    verdicts = verdicts.isEmpty() ? Map.of() : new EnumMap<>(verdicts);
    chains = chains.isEmpty() ? Map.of() : new EnumMap<>(chains);
  }

  /** Of the published mails with these numbers. */
  public static SignatureCounts of(Ledger ledger, long first, long last) throws IOException {
    return where(ledger, "number BETWEEN " + first + " AND " + last + " AND state = 3");
  }

  /** Of all mails but the withheld ones. */
  public static SignatureCounts of(Ledger ledger) throws IOException {
    return where(ledger, "state <> 2");
  }

  private static SignatureCounts where(Ledger ledger, String condition) throws IOException {
    return ledger.with(connection -> {
      try (PreparedStatement s =
              connection.prepareStatement(
                  "SELECT dkim, count(*) FROM mail WHERE "
                      + condition
                      + " AND dkim IS NOT NULL GROUP BY 1");
          ResultSet r = s.executeQuery()) {
        Counter counter = new Counter();
        while (r.next()) {
          List<SignatureVerdict> said = Rows.verdicts(r, 1);
          counter.add(said == null ? List.of() : said, r.getLong(2));
        }
        return counter.counts();
      }
    });
  }

  /** Of mails of which this is said, one element each. */
  public static SignatureCounts of(Collection<List<SignatureVerdict>> mails) {
    Counter counter = new Counter();
    mails.forEach(said -> counter.add(said, 1));
    return counter.counts();
  }

  /** How many have a signature of this verdict. */
  public long of(Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0L);
  }

  /** How many have a chain of forwarders that holds. */
  public long chainsThatHold() {
    return chains.entrySet().stream()
        .filter(chain -> chain.getKey().holds())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many have a chain of forwarders of this verdict. */
  public long chains(Verdict verdict) {
    return chains.getOrDefault(verdict, 0L);
  }

  /** True where there is a signature or a chain whose key nobody has looked up. */
  public boolean isUnsettled() {
    return of(Verdict.NOT_LOOKED_UP) + chains(Verdict.NOT_LOOKED_UP) > 0;
  }

  private static final class Counter {
    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Long> chains = new EnumMap<>(Verdict.class);
    private long mails;
    private long signed;

    void add(List<SignatureVerdict> said, long times) {
      mails += times;
      signed += said.isEmpty() ? 0 : times;
      Set<Verdict> own = EnumSet.noneOf(Verdict.class);
      for (SignatureVerdict one : said) {
        Verdict verdict = Verdict.of(one.verdict()).orElseThrow();
        if (one.arc() == 0) {
          own.add(verdict);
        } else {
          chains.merge(verdict, times, Long::sum);
        }
      }
      own.forEach(verdict -> verdicts.merge(verdict, times, Long::sum));
    }

    SignatureCounts counts() {
      return new SignatureCounts(mails, signed, verdicts, chains);
    }
  }
}
