package broadside.archive.search;

import broadside.archive.query.Field;
import broadside.archive.query.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.UnicodeUtil;

/**
 * What to highlight: for each text of the query its words in order.
 *
 * <p>Each word of the query has an index; a word of a mail is one of them or none.
 */
final class Patterns {
  /** One text of the query: word k of it is {@code words[k]}. */
  record Pattern(Field field, int[] words) {}

  private record Start(BytesRef bytes, int word) {}

  private final Map<BytesRef, Integer> forms = new HashMap<>();
  private final List<Start> prefixes = new ArrayList<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private int words;

  /** Adds a text of the query, each word of it with all its forms. */
  void add(Field field, List<List<BytesRef>> sequence) {
    int[] indexes = new int[sequence.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = word(sequence.get(i));
    }
    patterns.add(new Pattern(field, indexes));
  }

  /** The same with every word that begins so behind it. */
  void add(Field field, List<List<BytesRef>> sequence, BytesRef prefix) {
    int[] indexes = new int[sequence.size() + 1];
    for (int i = 0; i < sequence.size(); i++) {
      indexes[i] = word(sequence.get(i));
    }
    indexes[sequence.size()] = words;
    prefixes.add(new Start(prefix, words++));
    patterns.add(new Pattern(field, indexes));
  }

  List<Pattern> all() {
    return patterns;
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** How many different words there are. */
  int words() {
    return words;
  }

  /** The index of the query's word that this is, or -1. */
  int word(BytesRef term) {
    Integer exact = forms.get(term);
    if (exact != null) {
      return exact;
    }
    for (Start start : prefixes) {
      if (StringHelper.startsWith(term, start.bytes)) {
        return start.word;
      }
    }
    return -1;
  }

  /** For a word found by its beginning: how many code points that has; 0 for others. */
  int prefixLength(int word) {
    for (Start start : prefixes) {
      if (start.word == word) {
        return UnicodeUtil.codePointCount(start.bytes);
      }
    }
    return 0;
  }

  private int word(List<BytesRef> alternatives) {
    for (BytesRef form : alternatives) {
      Integer known = forms.get(form);
      if (known != null) {
        alternatives.forEach(other -> forms.putIfAbsent(other, known));
        return known;
      }
    }
    int index = words++;
    alternatives.forEach(form -> forms.put(form, index));
    return index;
  }

  /** True where words of the field are looked for in bodies. */
  static boolean inBody(Field field) {
    return switch (field) {
      case ANY, BODY, QUOTED, UNQUOTED -> true;
      case SUBJECT, FROM, TO, CC, BCC, RECIPIENT, PERSON, FILENAME -> false;
    };
  }

  /** True where words of the field are looked for in subjects. */
  static boolean inSubject(Field field) {
    return field == Field.ANY || field == Field.SUBJECT;
  }

  /** True where some text of the query can be ranked by. */
  static boolean ranks(Query query) {
    return switch (query) {
      case Query.And(var branches) -> branches.stream().anyMatch(Patterns::ranks);
      case Query.Or(var branches) -> branches.stream().anyMatch(Patterns::ranks);
      case Query.Text text ->
          inBody(text.field()) || inSubject(text.field()) || text.field() == Field.FILENAME;
      default -> false;
    };
  }
}
