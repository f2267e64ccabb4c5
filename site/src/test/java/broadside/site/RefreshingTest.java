package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.search.IndexCache;
import broadside.archive.search.MergedIndexes;
import broadside.site.answers.Answers;
import broadside.site.http.ByteBudget;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshingTest {
  @TempDir Path directory;

  @Test
  void forgetsPagesTheNextTimeWhereItCouldNotOnce() throws Exception {
    SamplePublication sample = SamplePublication.in(directory);
    sample.release("", List.of(SampleMails.QUAY, SampleMails.REPLY));
    try (Publication publication = Publication.open(directory);
        Answers answers =
            new Answers(
                publication,
                new Answers.Settings(
                    directory,
                    URI.create("http://127.0.0.1/"),
                    false,
                    Duration.ofSeconds(2),
                    400_000,
                    new IndexCache(null),
                    InstantSource.system()),
                new MergedIndexes(null),
                new ByteBudget(1 << 20))) {
      AtomicInteger asked = new AtomicInteger();
      Refreshing refreshing =
          new Refreshing(
              publication,
              answers,
              () -> {
                if (asked.incrementAndGet() == 1) {
                  throw new StackOverflowError("the first time");
                }
              });
      refreshing.run();
      assertThat(asked).as("nothing is new").hasValue(0);
      sample.withdraw(1, 2);
      refreshing.run();
      assertThat(asked).hasValue(1);
      refreshing.run();
      assertThat(asked).as("it is not done yet").hasValue(2);
      refreshing.run();
      assertThat(asked).as("it is done").hasValue(2);
    }
  }
}
