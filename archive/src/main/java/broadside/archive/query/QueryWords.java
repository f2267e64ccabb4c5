package broadside.archive.query;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in English how a query was read. */
final class QueryWords {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  private QueryWords() {}

  /** Such as "from accounts@example.org and (budget or forecast), on or after 12 April 2015". */
  static String of(Query query) {
    return switch (query) {
      case Query.And(List<Query> branches) -> and(branches);
      case Query.Or(List<Query> branches) -> join(branches, " or ");
      case Query.Not(Query branch) -> "not " + bracketed(branch);
      case Query.Text text -> in(text.field(), words(text));
      case Query.All all -> "every mail";
      case Query.Nothing nothing -> "nothing";
      case Query.After(LocalDate day) -> "on or after " + DAY.format(day);
      case Query.Before(LocalDate day) -> "before " + DAY.format(day);
      case Query.During(LocalDate first, LocalDate last) -> during(first, last);
      case Query.Larger(long bytes) -> "larger than " + Sizes.inWords(bytes);
      case Query.Smaller(long bytes) -> "smaller than " + Sizes.inWords(bytes);
      case Query.Numbers(long first, long last) ->
          first == last ? "number " + first : "numbers " + first + " to " + last;
      case Query.Release(int number) -> "in release " + number;
      case Query.HasAttachment has -> "with an attachment";
      case Query.Exact(Query.Property property, String value) -> exact(property, value);
    };
  }

  /** Words joined by "and", conditions after commas. */
  private static String and(List<Query> branches) {
    List<String> words = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (Query branch : branches) {
      (isCondition(branch) ? conditions : words).add(bracketed(branch));
    }
    if (!words.isEmpty()) {
      conditions.addFirst(String.join(" and ", words));
    }
    return String.join(", ", conditions);
  }

  private static boolean isCondition(Query query) {
    return switch (query) {
      case Query.Text text -> false;
      case Query.And and -> false;
      case Query.Or or -> false;
      case Query.Not(Query branch) -> isCondition(branch);
      case Query.All a -> true;
      case Query.Nothing n -> true;
      case Query.After a -> true;
      case Query.Before b -> true;
      case Query.During d -> true;
      case Query.Larger l -> true;
      case Query.Smaller s -> true;
      case Query.Numbers n -> true;
      case Query.Release r -> true;
      case Query.HasAttachment h -> true;
      case Query.Exact e -> true;
    };
  }

  private static String join(List<Query> branches, String between) {
    return String.join(between, branches.stream().map(QueryWords::bracketed).toList());
  }

  private static String bracketed(Query query) {
    boolean compound = query instanceof Query.And || query instanceof Query.Or;
    return compound ? "(" + of(query) + ")" : of(query);
  }

  private static String words(Query.Text text) {
    return switch (text) {
      case Query.Word(Field any, String word) ->
          BareText.isLikeOperator(word) ? quoted(word) : word;
      case Query.Phrase(Field any, String phrase) -> quoted(phrase);
      case Query.Prefix prefix -> prefix.text() + "…";
      case Query.Near(List<Query.Text> operands, int distance, boolean ordered) -> {
        String between = ordered ? " followed within " : " within ";
        String unit = distance == 1 ? " word" : " words";
        yield String.join(
            between + distance + unit + (ordered ? " by " : " of "),
            operands.stream().map(QueryWords::words).toList());
      }
    };
  }

  private static String quoted(String text) {
    return "“" + text + "”";
  }

  private static String in(Field field, String words) {
    return switch (field) {
      case ANY -> words;
      case SUBJECT -> words + " in the subject";
      case BODY -> words + " in the body";
      case UNQUOTED -> words + " in the writer’s own words";
      case QUOTED -> words + " in quoted text";
      case FROM -> "from " + words;
      case TO -> "to " + words;
      case CC -> "copied to " + words;
      case BCC -> "blind-copied to " + words;
      case RECIPIENT -> "to or copied to " + words;
      case PERSON -> "from or to " + words;
      case FILENAME -> "with a file named " + words;
    };
  }

  private static String exact(Query.Property property, String value) {
    return switch (property) {
      case LIST -> "on the list " + value;
      case MESSAGE_ID -> "with the Message-ID " + value;
      case THREAD -> "in the thread " + value;
      case DOMAIN -> "from or to anybody at " + value;
      case FILETYPE -> "with a file of type " + value;
      case LANGUAGE ->
          value.equals(Languages.UNKNOWN)
              ? "in a language that is not known"
              : "in " + Languages.name(value);
      case DKIM -> DkimValues.inWords(value);
      case STATE -> value;
    };
  }

  private static String during(LocalDate first, LocalDate last) {
    if (first.equals(last)) {
      return "on " + DAY.format(first);
    }
    boolean months =
        first.getDayOfMonth() == 1 && last.equals(last.withDayOfMonth(last.lengthOfMonth()));
    if (!months) {
      return "from " + DAY.format(first) + " to " + DAY.format(last);
    }
    if (first.getYear() == last.getYear() && first.getMonth() == last.getMonth()) {
      return "in " + MONTH.format(first);
    }
    boolean year = first.getDayOfYear() == 1 && last.equals(first.plusYears(1).minusDays(1));
    return year
        ? "in " + first.getYear()
        : "from " + MONTH.format(first) + " to " + MONTH.format(last);
  }
}
