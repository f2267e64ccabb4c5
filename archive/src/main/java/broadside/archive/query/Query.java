package broadside.archive.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked for, as a tree.
 *
 * <p>Every tree is in normal form: {@code And} and {@code Or} have at least two branches, none of
 * their own kind; {@code Not} holds no {@code Not}. {@link #and}, {@link #or} and {@link #not} make
 * it so. {@code QueryParser.parse(query.print())} gives an equal tree.
 */
public sealed interface Query {

  /** Every number. */
  record All() implements Query {}

  /** No number. */
  record Nothing() implements Query {}

  /** Words and the operators on them. */
  sealed interface Text extends Query {
    Field field();
  }

  /**
   * One word in any of its English forms.
   *
   * @param text as typed; what {@link #isWord} allows
   */
  record Word(Field field, String text) implements Text {
    public Word {
      if (!isWord(text)) {
        throw new IllegalArgumentException("not one plain word: " + text);
      }
    }

    /** True for what can be typed bare and is read as one word. */
    public static boolean isWord(String text) {
      return BareText.isWord(text);
    }
  }

  /**
   * Words exactly as they stand, side by side.
   *
   * @param text without quotation marks, single blanks between words
   */
  record Phrase(Field field, String text) implements Text {
    public Phrase {
      if (!text.equals(BareText.phrase(text)) || !BareText.hasWord(text)) {
        throw new IllegalArgumentException("not a phrase: " + text);
      }
    }
  }

  /**
   * Every word that begins so.
   *
   * @param text without the star
   */
  record Prefix(Field field, String text) implements Text {
    public Prefix {
      if (!BareText.isWord(text)) {
        throw new IllegalArgumentException("not the beginning of a word: " + text);
      }
    }
  }

  /**
   * Texts that stand near each other.
   *
   * @param operands at least two, of one field, none of them {@code Near}
   * @param distance at most so many words between neighbours, 1 to {@link QueryLimits#FARTHEST}
   * @param ordered true where they must stand in this order
   */
  record Near(List<Text> operands, int distance, boolean ordered) implements Text {
    public Near {
      operands = List.copyOf(operands);
      if (operands.size() < 2 || distance < 1 || distance > QueryLimits.FARTHEST) {
        throw new IllegalArgumentException(operands.size() + " operands within " + distance);
      }
      Field field = operands.getFirst().field();
      for (Text operand : operands) {
        if (operand instanceof Near || operand.field() != field) {
          throw new IllegalArgumentException("near needs words of one field: " + operand);
        }
      }
    }

    @Override
    public Field field() {
      return operands.getFirst().field();
    }
  }

  /** Mails of this day, in UTC, or later. */
  record After(LocalDate day) implements Query {}

  /** Mails of days before this one, in UTC. */
  record Before(LocalDate day) implements Query {}

  /**
   * Mails of these days, in UTC.
   *
   * @param first the first day
   * @param last the last day, not before the first
   */
  record During(LocalDate first, LocalDate last) implements Query {
    public During {
      if (last.isBefore(first)) {
        throw new IllegalArgumentException(first + ".." + last);
      }
    }
  }

  /** Mails of more than this many bytes. */
  record Larger(long bytes) implements Query {}

  /** Mails of fewer than this many bytes. */
  record Smaller(long bytes) implements Query {}

  /** The numbers from first to last. */
  record Numbers(long first, long last) implements Query {
    public Numbers {
      if (first < 1 || last < first) {
        throw new IllegalArgumentException(first + ".." + last);
      }
    }
  }

  /** All numbers of one release. */
  record Release(int number) implements Query {}

  /** Mails with a file. */
  record HasAttachment() implements Query {}

  /**
   * A property found whole.
   *
   * @param value in lower case except for a Message-ID; no blank, no quotation mark
   */
  record Exact(Property property, String value) implements Query {
    public Exact {
      if (!BareText.isValue(value)) {
        throw new IllegalArgumentException("not a value: " + value);
      }
    }
  }

  /** What {@link Exact} can ask for. */
  enum Property {
    /** The identifier of a List-Id, or its first label. */
    LIST("list"),
    MESSAGE_ID("rfc822msgid"),
    /** A thread's key, or the number of a message in it. */
    THREAD("thread"),
    /** A domain of somebody named in From, To, Cc or Bcc, or one below it. */
    DOMAIN("domain"),
    /** An extension, media type, or first half of one. */
    FILETYPE("filetype"),
    /** A language, as ISO 639-1 writes it, or {@link Languages#UNKNOWN}. */
    LANGUAGE("lang"),
    /** A verdict on a signature, or a domain whose signature holds: see {@link DkimValues}. */
    DKIM("dkim"),
    /** A state: redacted, withheld, withdrawn. */
    STATE("is");

    private final String operator;

    Property(String operator) {
      this.operator = operator;
    }

    /** The operator, without the colon. */
    public String operator() {
      return operator;
    }
  }

  /** Both, or all. */
  record And(List<Query> branches) implements Query {
    public And {
      branches = List.copyOf(branches);
      if (branches.size() < 2 || branches.stream().anyMatch(And.class::isInstance)) {
        throw new IllegalArgumentException("not in normal form: " + branches);
      }
    }
  }

  /** One or another. */
  record Or(List<Query> branches) implements Query {
    public Or {
      branches = List.copyOf(branches);
      if (branches.size() < 2 || branches.stream().anyMatch(Or.class::isInstance)) {
        throw new IllegalArgumentException("not in normal form: " + branches);
      }
    }
  }

  /** What the branch does not find. */
  record Not(Query branch) implements Query {
    public Not {
      if (branch instanceof Not || branch instanceof All || branch instanceof Nothing) {
        throw new IllegalArgumentException("not in normal form: " + branch);
      }
    }
  }

  /** All of them: everything where there are none. */
  static Query and(List<Query> branches) {
    List<Query> flat = new ArrayList<>();
    for (Query branch : branches) {
      if (branch instanceof And and) {
        flat.addAll(and.branches());
      } else if (!(branch instanceof All)) {
        flat.add(branch);
      }
    }
    return switch (flat.size()) {
      case 0 -> new All();
      case 1 -> flat.getFirst();
      default -> new And(flat);
    };
  }

  /** Any of them: nothing where there are none. */
  static Query or(List<Query> branches) {
    List<Query> flat = new ArrayList<>();
    for (Query branch : branches) {
      if (branch instanceof Or or) {
        flat.addAll(or.branches());
      } else {
        flat.add(branch);
      }
    }
    return switch (flat.size()) {
      case 0 -> new Nothing();
      case 1 -> flat.getFirst();
      default -> new Or(flat);
    };
  }

  /** Its opposite. */
  static Query not(Query branch) {
    return switch (branch) {
      case Not(Query inner) -> inner;
      case All all -> new Nothing();
      case Nothing nothing -> new All();
      case Query other -> new Not(other);
    };
  }

  /** The query in canonical form. */
  default String print() {
    return QueryPrinter.print(this);
  }

  /** The query in English words. */
  default String inWords() {
    return QueryWords.of(this);
  }
}
