package broadside.archive.search;

import broadside.archive.index.TextField;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.tartarus.snowball.ext.EnglishStemmer;

/**
 * The forms of a word that the index holds: the word itself and other English forms of its stem.
 *
 * <p>The index has one form of each word, as written. A query asks the dictionary for the word's
 * stem with each usual ending, keeps those whose stem is the same, and remembers the answer.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class WordForms {
  private static final int REMEMBERED = 20_000;
  private static final int SHORTEST_STEM = 3;
  private static final List<String> ENDINGS =
      List.of(
          "", "e", "y", "s", "es", "ies", "ed", "d", "ied", "ing", "ying", "er", "ers", "ier", "or",
          "ors", "ly", "ily", "ment", "ments", "ion", "ions", "ation", "ations", "ness", "ful",
          "fully", "able", "al", "ally", "ity", "ities", "ive", "ively");

  private final IndexReader reader;
  private final Cache<String, Map<TextField, List<BytesRef>>> known =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  WordForms(IndexReader reader) {
    this.reader = reader;
  }

  /** For each field that has any of them, the forms it has; the word itself is first if there. */
  Map<TextField, List<BytesRef>> of(String word) throws IOException {
    try {
      return known.get(word, this::look);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Map<TextField, List<BytesRef>> look(String word) {
    List<BytesRef> candidates = new ArrayList<>();
    candidates.add(new BytesRef(word));
    for (String form : candidates(word)) {
      if (!form.equals(word)) {
        candidates.add(new BytesRef(form));
      }
    }
    Map<TextField, List<BytesRef>> found = new EnumMap<>(TextField.class);
    try {
      for (TextField field : TextField.values()) {
        List<BytesRef> held = held(field, candidates);
        if (!held.isEmpty()) {
          found.put(field, held);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private List<BytesRef> held(TextField field, List<BytesRef> candidates) throws IOException {
    boolean[] held = new boolean[candidates.size()];
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field.label());
      if (terms != null) {
        TermsEnum dictionary = terms.iterator();
        for (int i = 0; i < held.length; i++) {
          held[i] |= !held[i] && dictionary.seekExact(candidates.get(i));
        }
      }
    }
    List<BytesRef> forms = new ArrayList<>();
    for (int i = 0; i < held.length; i++) {
      if (held[i]) {
        forms.add(candidates.get(i));
      }
    }
    return List.copyOf(forms);
  }

  /** Words that may exist and have the same stem. */
  private static Set<String> candidates(String word) {
    Set<String> forms = new TreeSet<>();
    EnglishStemmer stemmer = new EnglishStemmer();
    String stem = stem(stemmer, word);
    if (stem.length() < SHORTEST_STEM || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return forms;
    }
    List<String> bases = new ArrayList<>();
    bases.add(stem);
    char last = stem.charAt(stem.length() - 1);
    if (last == 'e' || last == 'i' || last == 'y') {
      bases.add(stem.substring(0, stem.length() - 1));
    } else {
      bases.add(stem + last);
    }
    for (String base : bases) {
      for (String ending : ENDINGS) {
        String form = base + ending;
        if (stem(stemmer, form).equals(stem)) {
          forms.add(form);
        }
      }
    }
    return forms;
  }

  private static String stem(EnglishStemmer stemmer, String word) {
    stemmer.setCurrent(word);
    stemmer.stem();
    return stemmer.getCurrent();
  }
}
