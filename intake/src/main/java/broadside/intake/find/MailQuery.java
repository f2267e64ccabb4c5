package broadside.intake.find;

import broadside.archive.query.ParsedQuery;
import broadside.archive.query.Query;
import broadside.archive.query.QueryLimits;
import broadside.archive.query.QueryParser;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query by which editors choose mails that have no number yet: it asks for what stands in them,
 * and chooses some.
 */
public final class MailQuery {
  private final ParsedQuery parsed;

  private MailQuery(ParsedQuery parsed) {
    this.parsed = parsed;
  }

  /**
   * The text's meaning.
   *
   * @throws IntakeException where it finds every mail, or asks for what only released mails have
   */
  public static MailQuery parse(String text, Path publication) {
    ParsedQuery parsed = new QueryParser(QueryLimits.DEFAULT).parse(text);
    Query wrong = wrong(parsed.query());
    if (wrong == null) {
      return new MailQuery(parsed);
    }
    String why =
        wrong instanceof Query.All
            ? "finds every mail and chooses none"
            : "asks with “%s” for what a mail has only once it is released"
                .formatted(wrong.print());
    throw new IntakeException(
        Refusal.BAD_CHOICE,
        publication,
        "Nothing was changed: the query “%s” %s. Search for words, people, days or files, or name mails by their ids."
            .formatted(text, why));
  }

  ParsedQuery parsed() {
    return parsed;
  }

  /** The part of a query that cannot be decided by, or null. */
  private static @Nullable Query wrong(Query query) {
    return switch (query) {
      case Query.All all -> all;
      case Query.Numbers numbers -> numbers;
      case Query.Release release -> release;
      case Query.Exact exact ->
          switch (exact.property()) {
            case THREAD, DKIM, STATE -> exact;
            case LIST, MESSAGE_ID, DOMAIN, FILETYPE, LANGUAGE -> null;
          };
      case Query.And(List<Query> branches) -> firstWrong(branches);
      case Query.Or(List<Query> branches) -> firstWrong(branches);
      case Query.Not(Query branch) -> wrong(branch);
      case Query.Nothing _,
          Query.Text _,
          Query.After _,
          Query.Before _,
          Query.During _,
          Query.Larger _,
          Query.Smaller _,
          Query.HasAttachment _ ->
          null;
    };
  }

  private static @Nullable Query firstWrong(List<Query> branches) {
    return branches.stream()
        .map(MailQuery::wrong)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
