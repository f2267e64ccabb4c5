package broadside.proof.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.FormatPage;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
}
