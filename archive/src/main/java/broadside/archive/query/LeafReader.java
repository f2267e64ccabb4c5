package broadside.archive.query;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a word or quoted text, with the operator before it, as a leaf of the tree. */
final class LeafReader {
  private static final Set<String> STATES = Set.of("redacted", "withheld", "withdrawn");

  private final QueryLimits limits;
  private final List<Notice> notices;

  LeafReader(QueryLimits limits, List<Notice> notices) {
    this.limits = limits;
    this.notices = notices;
  }

  /** The leaf, or null where there is nothing to search. */
  @Nullable Query bare(Token.Bare token, @Nullable Operator operator) {
    String text = token.text();
    if (operator == null) {
      return words(token, Field.ANY, text);
    }
    if (text.isEmpty()) {
      say(token, name(operator) + ": needs something after the colon; read as a word.");
      return new Query.Phrase(Field.ANY, name(operator));
    }
    Field field = operator.field();
    return field == null ? condition(token, operator, text) : words(token, field, text);
  }

  /** The leaf, or null where there is nothing between the marks. */
  @Nullable Query quoted(Token.Quoted token, @Nullable Operator operator) {
    if (!token.closed()) {
      say(token, "A closing quotation mark is missing: it was read as standing at the end.");
    }
    String text = BareText.phrase(token.text());
    Field field = operator == null ? Field.ANY : operator.field();
    if (field == null && BareText.isValue(text) && operator != null) {
      return condition(token, operator, text);
    }
    if (!BareText.hasWord(text)) {
      say(token, "There is no word between the quotation marks.");
      return null;
    }
    if (field == null) {
      say(token, name(operator) + ": takes no quoted text; searched as text.");
      return new Query.Phrase(Field.ANY, text);
    }
    return new Query.Phrase(field, text);
  }

  private @Nullable Query words(Token token, Field field, String typed) {
    boolean exact = typed.startsWith("+");
    String text = exact ? typed.substring(1) : typed;
    if (text.equals("*")) {
      return new Query.All();
    }
    if (!BareText.hasWord(text)) {
      say(token, "There is no word in this; it was passed over.");
      return null;
    }
    if (text.indexOf('*') >= 0) {
      return star(token, field, text);
    }
    if (!exact && BareText.isWord(text)) {
      return new Query.Word(field, text);
    }
    String unknown = BareText.unknownOperator(text);
    if (unknown != null) {
      say(token, unknown + ": is no operator here; searched as text.");
    }
    return new Query.Phrase(field, text);
  }

  private Query star(Token token, Field field, String text) {
    String word = text.substring(0, text.length() - 1);
    if (text.startsWith("*")) {
      refuse(token, "A star can stand only at the end of a word, as in budget*.");
      return new Query.Nothing();
    }
    if (!text.endsWith("*") || !BareText.isWord(word)) {
      say(token, "A star can stand only at the end of a word; searched as text.");
      return new Query.Phrase(field, text);
    }
    long letters = word.codePoints().filter(Character::isLetterOrDigit).count();
    boolean ideographs = word.codePoints().anyMatch(Character::isIdeographic);
    if (letters < limits.prefix() && !ideographs) {
      refuse(token, "A star needs at least " + limits.prefix() + " letters before it.");
      return new Query.Nothing();
    }
    return new Query.Prefix(field, word);
  }

  private Query condition(Token token, Operator operator, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    Query query =
        switch (operator) {
          case HAS -> lower.startsWith("attach") ? new Query.HasAttachment() : null;
          case IS -> state(lower);
          case FILETYPE ->
              exact(
                  Query.Property.FILETYPE,
                  starless(token, operator, lower).replaceFirst("^\\.+", ""));
          case LIST ->
              exact(
                  Query.Property.LIST, unbracketed(starless(token, operator, unbracketed(lower))));
          case MESSAGE_ID -> exact(Query.Property.MESSAGE_ID, unbracketed(value));
          case THREAD -> exact(Query.Property.THREAD, starless(token, operator, lower));
          case DOMAIN ->
              exact(
                  Query.Property.DOMAIN,
                  starless(token, operator, lower).replaceFirst("^[@.]+", ""));
          case LANGUAGE -> language(lower);
          case DKIM -> dkim(starless(token, operator, lower));
          case LARGER, SMALLER -> size(operator, lower);
          case BYTES -> sizes(lower);
          case AFTER, BEFORE, DATE -> date(operator, lower);
          case ID -> numbers(lower);
          case RELEASE -> release(lower);
          case FROM, TO, CC, BCC, RECIPIENT, PERSON, SUBJECT, BODY, QUOTED, UNQUOTED, FILENAME ->
              null;
        };
    if (query != null) {
      return query;
    }
    String example = operator.example();
    say(token, name(operator) + ": was not understood (try " + example + "); searched as text.");
    String text = name(operator) + ":" + value;
    return new Query.Phrase(Field.ANY, text);
  }

  private static @Nullable Query state(String value) {
    return STATES.contains(value) ? new Query.Exact(Query.Property.STATE, value) : null;
  }

  private static @Nullable Query language(String value) {
    String code = Languages.code(value);
    return code == null ? null : new Query.Exact(Query.Property.LANGUAGE, code);
  }

  private static @Nullable Query dkim(String value) {
    String verdict = DkimValues.canonical(value);
    return verdict == null ? null : new Query.Exact(Query.Property.DKIM, verdict);
  }

  private static @Nullable Query exact(Query.Property property, String value) {
    boolean star = value.indexOf('*') >= 0 && property != Query.Property.MESSAGE_ID;
    return !star && BareText.isValue(value) ? new Query.Exact(property, value) : null;
  }

  /** What is found whole, without the stars before and behind it, of which it is said. */
  private String starless(Token token, Operator operator, String value) {
    String whole = value.replaceFirst("^\\*+\\.?", "").replaceFirst("/?\\*+$", "");
    if (whole.equals(value) || whole.indexOf('*') >= 0 || !BareText.hasWord(whole)) {
      return value;
    }
    say(token, name(operator) + ": finds whole names only; the star was passed over.");
    return whole;
  }

  /** No identifier of a mail begins or ends with a bracket. */
  private static String unbracketed(String id) {
    return id.replaceFirst("^<+", "").replaceFirst(">+$", "");
  }

  private static @Nullable Query size(Operator operator, String value) {
    long bytes = Sizes.parse(value);
    if (bytes < 0) {
      return null;
    }
    return operator == Operator.LARGER ? new Query.Larger(bytes) : new Query.Smaller(bytes);
  }

  /** From..to in bytes, both included. */
  private static @Nullable Query sizes(String value) {
    int dots = value.indexOf("..");
    if (dots < 0) {
      return null;
    }
    long least = dots == 0 ? 0 : Sizes.parse(value.substring(0, dots));
    String end = value.substring(dots + 2);
    long most = end.isEmpty() ? Long.MAX_VALUE - 1 : Sizes.parse(end);
    if (least < 0 || most < 0) {
      return null;
    }
    Query over = least == 0 ? new Query.All() : new Query.Larger(least - 1);
    return end.isEmpty() ? over : Query.and(List.of(over, new Query.Smaller(most + 1)));
  }

  private static @Nullable Query date(Operator operator, String value) {
    int dots = value.indexOf("..");
    if (operator != Operator.DATE || dots < 0) {
      Days days = Days.parse(value);
      return days == null
          ? null
          : switch (operator) {
            case AFTER -> new Query.After(days.first());
            case BEFORE -> new Query.Before(days.first());
            default -> new Query.During(days.first(), days.last());
          };
    }
    String from = value.substring(0, dots);
    String to = value.substring(dots + 2);
    Days first = Days.parse(from);
    Days last = Days.parse(to);
    if ((first == null && !from.isEmpty()) || (last == null && !to.isEmpty())) {
      return null;
    }
    if (first != null && last != null) {
      LocalDate end = last.last();
      return end.isBefore(first.first()) ? null : new Query.During(first.first(), end);
    }
    if (first != null) {
      return new Query.After(first.first());
    }
    return last == null ? null : new Query.Before(last.last().plusDays(1));
  }

  private static @Nullable Query numbers(String value) {
    int dots = value.indexOf("..");
    long first = number(dots < 0 ? value : value.substring(0, dots));
    long last = dots < 0 ? first : number(value.substring(dots + 2));
    return first < 1 || last < first ? null : new Query.Numbers(first, last);
  }

  private static @Nullable Query release(String value) {
    long number = number(value);
    return number < 1 || number > Integer.MAX_VALUE ? null : new Query.Release((int) number);
  }

  /** The decimal number of at most 15 digits, or -1. */
  private static long number(String value) {
    return value.matches("[0-9]{1,15}") ? Long.parseLong(value) : -1;
  }

  private static String name(@Nullable Operator operator) {
    return operator == null ? "" : operator.canonical();
  }

  private void say(Token token, String sentence) {
    notices.add(new Notice(Notice.Kind.READ_AS, token.position(), token.length(), sentence));
  }

  private void refuse(Token token, String sentence) {
    notices.add(new Notice(Notice.Kind.REFUSED, token.position(), token.length(), sentence));
  }
}
