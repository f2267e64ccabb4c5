package broadside.proof.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Mutations;
import broadside.proof.fixture.Publication;
import broadside.proof.log.EntryBundle;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three of five editors decide. */
class SignedStatementTest {
  private static final Policy POLICY =
      Publication.policy(1, 3, 0, "anna", "bert", "cleo", "dora", "emil");
  private static final Publication BOOK = new Publication(POLICY);
  private static final ReleaseStatement RELEASE = BOOK.release(1, 1, null, 7, Publication.HASH);

  private static SignedStatement signed(String... editors) throws FormatException {
    return SignedStatement.parse(Publication.sign(RELEASE, editors));
  }

  private static void refuses(SignedStatement signed, String why) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> signed.check(POLICY))
        .withMessageContaining(why);
  }

  private static SignedStatement lines(List<NoteSignature> lines) {
    return new SignedStatement(RELEASE, new SignedNote(RELEASE.print(), lines));
  }

  @Test
  void itTakesExactlyTheThresholdOrMore() throws FormatException {
    signed("anna", "bert", "cleo").check(POLICY);
    signed("emil", "cleo", "anna").check(POLICY);
    signed("anna", "bert", "cleo", "dora", "emil").check(POLICY);
    refuses(signed("anna", "bert"), "signed by 2 of the editors of policy 1; it takes 3");
    refuses(signed("anna"), "signed by 1");
  }

  @Test
  void parsesWhatItPrints() throws FormatException {
    byte[] entry = Publication.sign(RELEASE, "cleo", "anna", "bert");
    SignedStatement parsed = SignedStatement.parse(entry);
    assertThat(parsed.statement()).isEqualTo(RELEASE);
    assertThat(parsed.encode()).isEqualTo(entry);
    assertThat(parsed).isEqualTo(SignedStatement.parse(entry));
  }

  /** Ed25519 draws no randomness: an editor who signs twice has signed once. */
  @Test
  void sortsLinesAndDropsDoubledOnes() throws FormatException {
    signed("anna", "bert", "anna", "cleo", "bert").check(POLICY);
    assertThat(signed("anna", "bert", "anna").note().signatures()).hasSize(2);
  }

  @Test
  void refusesStrangersAmongTheSigners() throws FormatException {
    refuses(signed("anna", "bert", "cleo", "zoe"), "signed by somebody who is no editor");
    NoteSignature named =
        Keys.key("dora", KeyType.NOTE, "not dora's").sign(RELEASE.print()); // dora's name
    List<NoteSignature> lines = new ArrayList<>(signed("anna", "bert", "cleo").note().signatures());
    lines.add(named);
    refuses(SignedStatement.of(RELEASE, lines), "no editor");
    lines.removeLast();
    lines.add(
        Keys.key("anna", KeyType.COSIGNATURE, "note anna")
            .cosign(RELEASE.print(), Publication.TIME));
    refuses(SignedStatement.of(RELEASE, lines), "no editor");
  }

  @Test
  void refusesLinesOutOfOrderOrTwice() throws FormatException {
    List<NoteSignature> sorted = signed("anna", "bert", "cleo", "dora").note().signatures();
    for (int i = 0; i + 1 < sorted.size(); i++) {
      List<NoteSignature> swapped = new ArrayList<>(sorted);
      Collections.swap(swapped, i, i + 1);
      refuses(lines(swapped), "not in order");
      List<NoteSignature> doubled = new ArrayList<>(sorted);
      doubled.add(i, sorted.get(i));
      refuses(lines(doubled), "there twice");
    }
  }

  @Test
  void refusesOneBadSignatureBesideEnoughGoodOnes() throws FormatException {
    List<NoteSignature> all = signed("anna", "bert", "cleo", "dora").note().signatures();
    for (int i = 0; i < all.size(); i++) {
      NoteSignature line = all.get(i);
      for (int at : new int[] {0, 31, 32, 63}) {
        byte[] flipped = line.signature().clone();
        flipped[at] ^= 1;
        List<NoteSignature> changed = new ArrayList<>(all);
        changed.set(i, new NoteSignature(line.name(), line.keyId(), flipped));
        refuses(lines(changed), "does not hold");
      }
      NoteSignature longer =
          new NoteSignature(
              line.name(), line.keyId(), java.util.Arrays.copyOf(line.signature(), 65));
      List<NoteSignature> changed = new ArrayList<>(all);
      changed.set(i, longer);
      refuses(lines(changed), "does not hold");
    }
  }

  @Test
  void refusesSmuggledLinesAndOtherTexts() throws FormatException {
    String entry =
        new String(Publication.sign(RELEASE, "anna", "bert", "cleo"), StandardCharsets.UTF_8);
    for (String smuggled : new String[] {"hello\n", "\n", "— x AAAAAAA=\n", "more x\n"}) {
      refusesEntry(entry.replace("\n\n", "\n" + smuggled + "\n"));
      refusesEntry(smuggled + entry);
      refusesEntry(entry + smuggled);
    }
    refusesEntry(entry.replace("Part 1", "Part 2"));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new SignedStatement(
                BOOK.release(1, 1, null, 8, Publication.HASH), signed("anna").note()));
  }

  private static void refusesEntry(String entry) {
    assertThatExceptionOfType(FormatException.class)
        .as(entry)
        .isThrownBy(
            () -> SignedStatement.parse(entry.getBytes(StandardCharsets.UTF_8)).check(POLICY));
  }

  /** A change needs both thresholds: one key under two names counts once for each policy. */
  @Test
  void countsAKeyOnceHoweverManyNamesItHas() throws FormatException {
    Policy next =
        new Policy(
            POLICY.log(),
            new Roles(
                2,
                List.of(
                    new Roles.Editor(
                        "anna2", Keys.key("anna2", KeyType.NOTE, "note anna").verifier()),
                    new Roles.Editor("bert", Keys.note("bert").verifier()),
                    new Roles.Editor("fred", Keys.note("fred").verifier())),
                2,
                List.of(),
                null,
                null));
    String text = RELEASE.print();
    NoteSignature renamed = Keys.key("anna2", KeyType.NOTE, "note anna").sign(text);
    List<NoteSignature> two =
        List.of(Keys.note("anna").sign(text), renamed, Keys.note("bert").sign(text));
    SignedStatement short1 = SignedStatement.of(RELEASE, two);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> short1.check(List.of(POLICY, next)))
        .withMessageContaining("signed by 2 of the editors of policy 1");
    List<NoteSignature> three = new ArrayList<>(two);
    three.add(Keys.note("cleo").sign(text));
    SignedStatement.of(RELEASE, three).check(List.of(POLICY, next));
    List<NoteSignature> onlyNew = List.of(renamed, Keys.note("fred").sign(text));
    SignedStatement short2 = SignedStatement.of(RELEASE, onlyNew);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> short2.check(List.of(POLICY, next)))
        .withMessageContaining("of policy 1");
    List<NoteSignature> onlyOld =
        List.of(
            Keys.note("cleo").sign(text),
            Keys.note("dora").sign(text),
            Keys.note("emil").sign(text));
    SignedStatement short3 = SignedStatement.of(RELEASE, onlyOld);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> short3.check(List.of(POLICY, next)))
        .withMessageContaining("of policy 2");
  }

  @Test
  void refusesWhatIsTooLongForAnEntry() {
    byte[] entry = new byte[EntryBundle.ENTRY_BYTES + 1];
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> SignedStatement.parse(entry))
        .withMessageContaining("65536 bytes");
  }

  /** Whatever is changed in an entry, it is refused or is the same entry. */
  @Test
  @Tag("slow")
  void neverHoldsWhenDamaged() throws FormatException {
    Mutations mutations = new Mutations(3);
    byte[] valid = Publication.sign(RELEASE, "anna", "bert", "cleo");
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = mutations.mutate(valid);
      try {
        SignedStatement parsed = SignedStatement.parse(damaged);
        assertThat(parsed.encode()).isEqualTo(damaged);
        parsed.check(POLICY);
        assertThat(damaged).isEqualTo(valid);
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }
}
