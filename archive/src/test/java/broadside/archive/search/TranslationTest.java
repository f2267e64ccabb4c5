package broadside.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.index.Keys;
import broadside.archive.query.Notice;
import broadside.archive.query.Query;
import broadside.archive.query.QueryLimits;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class TranslationTest {
  private static final Query FRENCH = new Query.Exact(Query.Property.LANGUAGE, "fr");

  @Test
  void saysWhereAnOlderVersionDidNotTellLanguages() throws IOException {
    assertThat(notices(Set.of(), Set.of("lang:fr"), Set.of("lang:und")))
        .singleElement()
        .satisfies(notice -> assertThat(notice.text()).contains("older version"));
    assertThat(notices(Set.of(Keys.IS_WITHHELD), Set.of("lang:fr"), Set.of("lang:und"))).isEmpty();
  }

  /** The notices of {@code lang:fr} over one mail with each of these sets of keys. */
  @SafeVarargs
  private static List<Notice> notices(Set<String>... mails) throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        for (Set<String> keys : mails) {
          Document document = new Document();
          keys.forEach(key -> document.add(new StringField(Keys.FIELD, key, Field.Store.NO)));
          writer.addDocument(document);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Translation translation =
            new Translation(
                reader,
                new WordForms(reader),
                value -> Set.of(),
                LaterVerdicts.NONE,
                QueryLimits.DEFAULT);
        assertThat(new IndexSearcher(reader).count(translation.of(FRENCH))).isEqualTo(1);
        return translation.notices();
      }
    }
  }
}
