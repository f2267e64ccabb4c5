package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.Corpora;
import broadside.mail.source.MailSource;
import broadside.mail.source.Place;
import broadside.mail.source.Refusal;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import broadside.mail.source.SourceVisitor;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Body hashes of a public list's mails, whose keys nobody has looked up. */
class ListBodiesTest {

  /** Counts verdicts of DKIM signatures and of chains. */
  private static final class Tally implements SourceVisitor {
    private final Authenticator authenticator = new Authenticator(KeySource.NONE);
    private final Map<Verdict, Integer> dkim = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Integer> arc = new EnumMap<>(Verdict.class);
    private int covered;

    @Override
    public void mail(Place place, byte[] mail) {
      Authentication found = authenticator.authenticate(mail);
      for (SignatureResult result : found.results()) {
        (result.arc() > 0 ? arc : dkim).merge(result.verdict(), 1, Integer::sum);
      }
      covered += Coverage.of(mail).size() - found.results().size();
    }

    @Override
    public void file(String file, SourceFormat format) {}

    @Override
    public void refused(Place place, Refusal reason, String detail) {}

    @Override
    public void repaired(Place place, String what) {}
  }

  /** Mailman wrote the multipart mails among the others anew: dkimpy finds the same 21 changed. */
  @Test
  @Tag("slow")
  void findsTheBodiesThatTheListLeftAsTheyWere() throws IOException {
    Tally tally = new Tally();
    MailSource.open(Corpora.file("list-openbmc.mbox.gz"), SourceOptions.DEFAULT).read(tally);
    assertThat(tally.covered).isZero();
    assertThat(tally.dkim).isEqualTo(Map.of(Verdict.NOT_LOOKED_UP, 2_944, Verdict.FAIL_BODY, 21));
    assertThat(tally.arc).isEqualTo(Map.of(Verdict.NOT_LOOKED_UP, 384, Verdict.FAIL_BODY, 11));
  }
}
