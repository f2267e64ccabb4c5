package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.ledger.Sources.Oddity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts of sources, in words and numbers that add up. */
final class Accounts {
  private Accounts() {}

  /** {@code expected 10 = 0 released + 9 waiting + …}. */
  static String line(SourceAccount account) {
    StringBuilder line = new StringBuilder("expected ");
    Long expected = account.expected();
    line.append(expected == null ? "unknown" : Figures.count(expected));
    Long gone = account.gone();
    String sum =
        "%s released + %s waiting + %s held + %s withheld + %s duplicate + %s refused"
            .formatted(
                Figures.count(account.released()),
                Figures.count(account.waiting()),
                Figures.count(account.held()),
                Figures.count(account.withheld()),
                Figures.count(account.duplicate()),
                Figures.count(account.refused()));
    line.append(account.addsUp() ? " = " : " ≠ ").append(sum);
    if (gone != null && gone > 0) {
      line.append(" − ").append(Figures.count(gone)).append(" no longer in the source");
    }
    if (!account.isComplete()) {
      line.append(
          " (not read to its end: it is being added now, or that was stopped; then add it again)");
    }
    return line.toString();
  }

  /** {@code a.mbox at byte 12: truncated: the data end too early}. */
  static String line(Oddity oddity) {
    return "%s at byte %s: %s%s"
        .formatted(
            oddity.file(),
            Figures.count(oddity.offset()),
            oddity.reason(),
            oddity.detail().isEmpty() ? "" : ": " + oddity.detail());
  }

  /** The same for a program. */
  static Map<String, @Nullable Object> json(SourceAccount account) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("source", account.source().name());
    object.put("expected", account.expected());
    object.put("released", account.released());
    object.put("waiting", account.waiting());
    object.put("held", account.held());
    object.put("withheld", account.withheld());
    object.put("duplicate", account.duplicate());
    object.put("refused", account.refused());
    object.put("gone", account.gone());
    object.put("addsUp", account.addsUp());
    return object;
  }

  /** The same of one thing. */
  static Map<String, Object> json(Oddity oddity) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("source", oddity.source());
    object.put("file", oddity.file());
    object.put("offset", oddity.offset());
    object.put("length", oddity.length());
    object.put("reason", oddity.reason());
    object.put("detail", oddity.detail());
    return object;
  }

  /** The sum of all accounts for a program, with the accounts. */
  static Map<String, @Nullable Object> json(List<SourceAccount> accounts) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put(
        "expected",
        accounts.stream().mapToLong(a -> a.expected() == null ? 0 : a.expected()).sum());
    object.put("released", accounts.stream().mapToLong(SourceAccount::released).sum());
    object.put("waiting", accounts.stream().mapToLong(SourceAccount::waiting).sum());
    object.put("held", accounts.stream().mapToLong(SourceAccount::held).sum());
    object.put("withheld", accounts.stream().mapToLong(SourceAccount::withheld).sum());
    object.put("duplicate", accounts.stream().mapToLong(SourceAccount::duplicate).sum());
    object.put("refused", accounts.stream().mapToLong(SourceAccount::refused).sum());
    object.put("gone", accounts.stream().mapToLong(a -> a.gone() == null ? 0 : a.gone()).sum());
    object.put("addsUp", accounts.stream().allMatch(SourceAccount::addsUp));
    object.put("sources", accounts.stream().map(Accounts::json).toList());
    return object;
  }

  /** How many mails could be released now. */
  static long waiting(PrivateDirectory directory) throws IOException {
    return directory.ledger().mails().counts().getOrDefault(MailState.WAITING, 0L);
  }
}
