package broadside.archive.query;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators and everything they may be called: Gmail's names and public-inbox's prefixes. */
enum Operator {
  FROM(Field.FROM, "from f"),
  TO(Field.TO, "to t"),
  CC(Field.CC, "cc c"),
  BCC(Field.BCC, "bcc"),
  RECIPIENT(Field.RECIPIENT, "tc"),
  PERSON(Field.PERSON, "person a with"),
  SUBJECT(Field.SUBJECT, "subject s"),
  BODY(Field.BODY, "body b"),
  QUOTED(Field.QUOTED, "quoted q"),
  UNQUOTED(Field.UNQUOTED, "unquoted nq"),
  FILENAME(Field.FILENAME, "filename n"),
  HAS(null, "has"),
  IS(null, "is"),
  FILETYPE(null, "filetype"),
  LARGER(null, "larger size"),
  SMALLER(null, "smaller"),
  BYTES(null, "z"),
  AFTER(null, "after newer since"),
  BEFORE(null, "before older"),
  DATE(null, "date d"),
  LIST(null, "list l"),
  MESSAGE_ID(null, "rfc822msgid m mid"),
  ID(null, "id"),
  RELEASE(null, "release"),
  THREAD(null, "thread"),
  DOMAIN(null, "domain"),
  LANGUAGE(null, "lang"),
  DKIM(null, "dkim");

  private static final Map<String, Operator> NAMES = names();
  private static final int LONGEST = 12;

  private final @Nullable Field field;
  private final String names;

  Operator(@Nullable Field field, String names) {
    this.field = field;
    this.names = names;
  }

  /** The field whose words follow, or null where something else follows. */
  @Nullable Field field() {
    return field;
  }

  /** The name that notices and canonical queries use. */
  String canonical() {
    return names.split(" ", -1)[0];
  }

  /** A condition that works, for somebody whose own was not understood. */
  String example() {
    return switch (this) {
      case HAS -> "has:attachment";
      case IS -> "is:redacted or is:withheld";
      case LARGER, SMALLER -> canonical() + ":1M";
      case BYTES -> "z:1000..2000";
      case AFTER, BEFORE -> canonical() + ":2015-04-12";
      case DATE -> "date:2015-01..2015-03";
      case ID -> "id:1234";
      case DKIM -> "dkim:pass or dkim:example.org";
      case LANGUAGE -> "lang:fr or lang:French";
      case RELEASE -> "release:7";
      default -> canonical() + ":word";
    };
  }

  /** The operator that the text begins with, its colon included, or null. */
  static @Nullable Operator prefix(String text) {
    int colon = text.indexOf(':');
    return colon < 1 || colon > LONGEST ? null : named(text.substring(0, colon));
  }

  static @Nullable Operator named(String name) {
    return NAMES.get(name.toLowerCase(Locale.ROOT));
  }

  private static Map<String, Operator> names() {
    Map<String, Operator> map = new HashMap<>();
    for (Operator operator : values()) {
      for (String name : operator.names.split(" ", -1)) {
        map.put(name, operator);
      }
    }
    return Map.copyOf(map);
  }
}
