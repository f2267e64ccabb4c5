package broadside.proof.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.FormatPage;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Opening;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pages in docs/formats say holds. Their hashes were computed by another program. */
class FormatPagesTest {

  @Test
  void merkleTreesHaveThePagesRoots() throws IOException {
    String vectors = FormatPage.read("merkle.md").block("vectors");
    assertThat(vectors.lines()).hasSize(10);
    vectors.lines().map(line -> line.split(" ")).forEach(FormatPagesTest::checkRoot);
  }

  private static void checkRoot(String[] vector) {
    MerkleTree.RootBuilder tree = new MerkleTree.RootBuilder();
    for (int i = 0; i < Integer.parseInt(vector[0]); i++) {
      tree.add(MerkleTree.leaf(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)));
    }
    assertThat(HexFormat.of().formatHex(tree.root())).isEqualTo(vector[1]);
  }

  @Test
  void manifestLinesArePrintedAsThePageHasThem() throws IOException, FormatException {
    FormatPage page = FormatPage.read("manifest.md");
    for (String line : page.block("vectors").lines().toList()) {
      assertThat(ManifestLine.parse(line).print()).isEqualTo(line);
    }
    for (String line : page.block("refused").lines().toList()) {
      assertThatExceptionOfType(FormatException.class)
          .as(line)
          .isThrownBy(() -> ManifestLine.parse(line));
    }
  }

  @Test
  void everyReasonIsOnThePage() throws IOException {
    String page = FormatPage.read("manifest.md").text();
    for (Reason reason : Reason.values()) {
      assertThat(page).contains("\"" + reason.code() + "\"");
    }
  }

  @Test
  void commitsToAMailAsThePageDoes() throws IOException {
    byte[] salt = new byte[32];
    for (int i = 0; i < salt.length; i++) {
      salt[i] = (byte) i;
    }
    byte[] mail = "Subject: tide\n\nHigh.\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(HexFormat.of().formatHex(Commitment.toMail(salt, mail)) + "\n")
        .isEqualTo(FormatPage.read("manifest.md").block("commitment"));
  }

  @Test
  void statementsArePrintedAsThePageHasThem()
      throws IOException, FormatException, NoSuchAlgorithmException {
    FormatPage page = FormatPage.read("statement.md");
    byte[] text = page.block("vector").getBytes(StandardCharsets.UTF_8);
    assertThat(ReleaseStatement.parse(text).encode()).isEqualTo(text);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
    assertThat(HexFormat.of().formatHex(hash) + "\n").isEqualTo(page.block("sha256"));
  }

  @Test
  void sealedReleasesArePrintedAsThePageHasThem() throws IOException, FormatException {
    FormatPage page = FormatPage.read("sealed.md");
    SealedStatement sealed = (SealedStatement) statement(page.block("sealed"));
    assertThat(sealed.sha256() + "\n").isEqualTo(page.block("seal"));
    byte[] salt = new byte[32];
    for (int i = 0; i < salt.length; i++) {
      salt[i] = (byte) i;
    }
    sealed.check((ReleaseStatement) statement(page.block("release")), salt);
    ((Opening) statement(page.block("opened"))).check(sealed);
    for (String about : new String[] {"void", "hold"}) {
      assertThat(((AboutSeal) statement(page.block(about))).seal()).isEqualTo(sealed.sha256());
    }
    byte[] receipt = page.block("receipt").getBytes(StandardCharsets.UTF_8);
    SignedStatement signed = SignedStatement.parse(receipt);
    assertThat(((Receipt) signed.statement()).seal()).isEqualTo(sealed.sha256());
    assertThat(sealed.index(signed.note().signatures().getFirst())).isEqualTo(2);
    assertThat(signed.note().signers(List.of(sealed.shares().get(1).custodian()))).hasSize(1);
    byte[] share = page.block("share").getBytes(StandardCharsets.UTF_8);
    assertThat(sealed.share(share).isGood()).isTrue();
    assertThat(sealed.share(share).index()).isEqualTo(2);
  }

  private static Statement statement(String text) throws FormatException {
    Statement statement = Statement.parse(text);
    assertThat(statement.print()).isEqualTo(text);
    return statement;
  }
}
