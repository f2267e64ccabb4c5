package broadside.mail.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads the public corpora, where they are at hand. */
@Tag("slow")
class CorporaTest {

  /** Counts only: the mails of a corpus would not fit into the tests' heap. */
  private static final class Tally implements SourceVisitor {
    private final Map<SourceFormat, Integer> formats = new EnumMap<>(SourceFormat.class);
    private final Map<Refusal, Integer> refusals = new EnumMap<>(Refusal.class);
    private long mails;
    private long refused;

    static Tally of(String corpus) throws IOException {
      String named = System.getenv("BROADSIDE_CORPORA");
      Path corpora =
          named != null
              ? Path.of(named)
              : Path.of(System.getProperty("broadside.root", "."), "..", "shared", "corpora");
      Path file = corpora.resolve(corpus);
      assumeTrue(Files.exists(file), () -> "skipped: no corpus at " + file);
      Tally tally = new Tally();
      MailSource.open(file, SourceOptions.DEFAULT).read(tally);
      assertThat(SourceCounter.count(file, SourceOptions.DEFAULT))
          .isEqualTo(tally.mails + tally.refused);
      return tally;
    }

    @Override
    public void file(String file, SourceFormat format) {
      formats.merge(format, 1, Integer::sum);
    }

    @Override
    public void mail(Place place, byte[] bytes) {
      mails++;
    }

    @Override
    public void refused(Place place, Refusal reason, String detail) {
      refused++;
      refusals.merge(reason, 1, Integer::sum);
    }

    @Override
    public void repaired(Place place, String what) {}
  }

  @Test
  void readsEveryMailOfEnron() throws IOException {
    Tally tally = Tally.of("enron.mbox.gz");
    assertThat(tally.mails).isEqualTo(44_755);
    assertThat(tally.refused).isZero();
    assertThat(tally.formats).containsOnly(Map.entry(SourceFormat.MBOXRD, 1));
  }

  @Test
  void readsEveryMailOfSpamAssassin() throws IOException {
    Tally tally = Tally.of("spamassassin.mbox.gz");
    assertThat(tally.mails).isEqualTo(3_896);
    assertThat(tally.refused).isZero();
    assertThat(tally.formats).containsOnly(Map.entry(SourceFormat.MBOXRD, 1));
  }

  @Test
  void readsEveryMailOfPublicList() throws IOException {
    Tally tally = Tally.of("list-openbmc.mbox.gz");
    assertThat(tally.mails).isEqualTo(4_000);
    assertThat(tally.refused).isZero();
  }

  @Test
  void accountsForEveryFileOfMimeTorture() throws IOException {
    Tally tally = Tally.of("mime-torture.tar.gz");
    assertThat(tally.mails).isGreaterThan(490);
    assertThat(tally.refusals.keySet())
        .containsOnly(Refusal.EMPTY, Refusal.NOT_MAIL, Refusal.UNSUPPORTED);
    assertThat(tally.refusals).containsEntry(Refusal.UNSUPPORTED, 3); // pages in UTF-16 and 32
  }

  @Test
  void readsHostileMailsWhole() throws IOException {
    Tally tally = Tally.of("hostile.tar.gz");
    assertThat(tally.mails).isEqualTo(295);
    assertThat(tally.refused).isEqualTo(1); // their index
  }

  @Test
  void namesOutlookFiles() throws IOException {
    Tally tally = Tally.of("pst-msg.tar.gz");
    assertThat(tally.refusals).containsOnly(Map.entry(Refusal.UNSUPPORTED, 15));
    assertThat(tally.formats)
        .containsEntry(SourceFormat.PST, 3)
        .containsEntry(SourceFormat.MSG, 12);
  }
}
