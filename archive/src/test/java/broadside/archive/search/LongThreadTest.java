package broadside.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.index.MailCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that is longer than what is listed of it, published with its newest mails first. */
class LongThreadTest {
  private static final List<String> THREAD = List.of("%016x".formatted(1));
  private static final int MAILS = 40;

  @TempDir private Path directory;
  private Library library;
  private Searcher searcher;

  /** Of two releases the numbers rise while the dates fall. */
  @BeforeEach
  void publish() throws IOException {
    library = new Library(directory);
    String[] mails = new String[MAILS];
    for (int i = 0; i < MAILS; i++) {
      mails[i] =
          "From: ann@harbour.example\nDate: Mon, 12 Jan 2015 10:%02d:00 +0000\nIn-Reply-To: <1@mail.example>\nSubject: Tide\n\nHigh.\n"
              .formatted(MAILS - i);
    }
    library.release(List.of(mails).subList(0, 25).toArray(String[]::new));
    library.release(List.of(mails).subList(25, MAILS).toArray(String[]::new));
    searcher = library.searcher(SearchLimits.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  @Test
  void beginsWithTheOldestMails() throws IOException {
    assertThat(numbers(searcher.thread(THREAD, 10))).isEqualTo(falling(40, 31));
    assertThat(numbers(searcher.thread(THREAD, MAILS))).isEqualTo(falling(40, 1));
  }

  @Test
  @Tag("slow")
  void hasTrueNeighboursForEachMail() throws IOException {
    for (long number = 1; number <= MAILS; number++) {
      Neighbours found = searcher.neighbours(THREAD, number, 3);
      assertThat(found.total()).isEqualTo(MAILS);
      assertThat(numbers(found.near()))
          .isEqualTo(falling(Math.min(MAILS, number + 3), Math.max(1, number - 3)));
    }
  }

  private static List<Long> numbers(List<MailCard> cards) {
    return cards.stream().map(MailCard::number).toList();
  }

  private static List<Long> falling(long from, long to) {
    return LongStream.rangeClosed(to, from).boxed().toList().reversed();
  }
}
