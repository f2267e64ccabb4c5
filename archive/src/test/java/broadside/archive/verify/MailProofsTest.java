package broadside.archive.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.Publication;
import broadside.archive.log.Tree;
import broadside.archive.release.ReleaseSample;
import broadside.proof.mail.MailProof;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.release.Reason;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailProofsTest {
  /** Lines around the blocks of 64 that a release's tree is kept in. */
  private static final int[] LINES = {1, 63, 64, 65, 127, 129, 200};

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void everyNumberHasAProofThatHoldsForItsMailAlone() throws IOException, FormatException {
    ReleaseSample sample = ReleaseSample.in(directory);
    for (int lines : LINES) {
      sample.release("Of " + lines, lines);
    }
    try (Publication publication = Publication.open(directory)) {
      MailProofs proofs = new MailProofs(publication, directory);
      long number = 1;
      for (int lines : LINES) {
        for (int i = 0; i < lines; i++, number++) {
          MailProof proof = proofs.of(number);
          assertThat(proof).as("number %d", number).isNotNull();
          byte[] file = proof.print().getBytes(StandardCharsets.UTF_8);
          assertThat(file).hasSizeLessThanOrEqualTo(12 << 10);
          MailProof.Checked checked = MailProof.parse(file).check(sample.mail(number));
          assertThat(checked.line().number()).isEqualTo(number);
          assertThat(checked.release().title()).isEqualTo("Of " + lines);
          assertThat(checked.policies().publication()).isEqualTo(sample.log().policy().hash());
          refused(proof, sample.mail(number + 1));
        }
      }
      assertThat(proofs.of(number)).isNull();
      assertThat(proofs.of(number + 1000)).isNull();
    }
  }

  @Test
  void whatIsWithheldHasNone() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 2);
    sample.releaseWithheld(Reason.SOURCE_PROTECTION);
    sample.release("Three", 1);
    try (Publication publication = Publication.open(directory)) {
      MailProofs proofs = new MailProofs(publication, directory);
      assertThat(proofs.of(2)).isNotNull();
      assertThat(proofs.of(3)).isNull();
      assertThat(proofs.of(4)).isNotNull();
    }
  }

  /** 300 entries, a witness, the last release's number among them. */
  @Test
  @Tag("slow")
  void proofsFromALargeWitnessedLogAreSmall() throws IOException, FormatException {
    SigningKey witness = SigningKey.generate("witness.example/w1", KeyType.COSIGNATURE);
    ReleaseSample sample = ReleaseSample.in(directory, witness, null);
    sample.release("One", 2);
    for (int i = 0; i < 300; i++) {
      sample.log().append(("void " + i).getBytes(StandardCharsets.UTF_8));
    }
    sample.release("Two", 65);
    try (Publication publication = Publication.open(directory)) {
      MailProofs proofs = new MailProofs(publication, directory);
      for (long number : new long[] {1, 2, 3, 66, 67}) {
        MailProof proof = proofs.of(number);
        assertThat(proof).isNotNull();
        assertThat(proof.print().length()).isLessThan(12 << 10);
        MailProof.Checked checked = proof.check(sample.mail(number));
        assertThat(checked.seen().checkpoint().size()).isEqualTo(303);
        assertThat(checked.seen().time()).isEqualTo(ReleaseSample.TIME);
      }
    }
  }

  /** The log grows while readers ask: a proof is of the checkpoint that the publication has. */
  @Test
  void aProofIsOfTheCheckpointThatIsOpen() throws IOException, FormatException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 3);
    try (Publication publication = Publication.open(directory)) {
      MailProofs proofs = new MailProofs(publication, directory);
      sample.release("Two", 70);
      assertThat(proofs.of(1).check(sample.mail(1)).seen().checkpoint().size()).isEqualTo(2);
      assertThat(proofs.of(4)).as("not open yet").isNull();
      assertThat(publication.refresh()).isTrue();
      assertThat(proofs.of(1).check(sample.mail(1)).seen().checkpoint().size()).isEqualTo(3);
      assertThat(proofs.of(73).check(sample.mail(73)).line().number()).isEqualTo(73);
    }
  }

  @Test
  void aTamperedTileGivesAProofThatDoesNotHoldOrNone() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 3);
    sample.release("Two", 3);
    try (Publication publication = Publication.open(directory)) {
      MailProofs proofs = new MailProofs(publication, directory);
      for (int leaf = 0; leaf < 3; leaf++) {
        Path tile = directory.resolve("tile/0/000.p/3");
        Tree.flip(tile, leaf * MerkleTree.HASH_BYTES);
        MailProof proof = proofs.of(1);
        if (leaf != 1) { // its own leaf is computed from the entry
          refused(proof, sample.mail(1));
        }
        Tree.flip(tile, leaf * MerkleTree.HASH_BYTES);
      }
      assertThat(proofs.of(1)).isNotNull();
    }
  }

  @Test
  void manyReadersAskAtOnce() throws IOException, InterruptedException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 200);
    try (Publication publication = Publication.open(directory)) {
      MailProofs proofs = new MailProofs(publication, directory);
      List<String> failures = new ArrayList<>();
      List<Thread> readers = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        readers.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (long number = 1; number <= 200; number += 7) {
                    try {
                      proofs.of(number).check(sample.mail(number));
                    } catch (IOException | FormatException | RuntimeException e) {
                      synchronized (failures) {
                        failures.add(number + ": " + e);
                      }
                    }
                  }
                }));
      }
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  private static void refused(MailProof proof, byte[] mail) {
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> proof.check(mail));
  }
}
