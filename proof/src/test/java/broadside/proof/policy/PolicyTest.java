package broadside.proof.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Mutations;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final SigningKey NEXT = Keys.note("next.example/x");
  private static final String LOG =
      "log %s\nwitness w %s\nquorum w\n"
          .formatted(Keys.note("log.example/x").verifier(), Keys.cosigner("w.example").verifier());
  private static final String ROLES =
      """
      version 3
      editor anna %s
      editor bert %s
      editor cleo %s
      editors 2
      custodian dora %s age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq
      custodian emil %s age1x
      successor next.example/x %s
      expires 2027-01-01T00:00:00Z
      """
          .formatted(
              Keys.note("anna").verifier(),
              Keys.note("bert").verifier(),
              Keys.note("cleo").verifier(),
              Keys.note("dora").verifier(),
              Keys.note("emil").verifier(),
              NEXT.verifier());

  private static Policy parse(String log, String roles) throws FormatException {
    return Policy.parse(
        log.getBytes(StandardCharsets.UTF_8), roles.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuses(String log, String roles) {
    assertThatExceptionOfType(FormatException.class)
        .as(log + roles)
        .isThrownBy(() -> parse(log, roles));
  }

  @Test
  void printsWhatItParses() throws FormatException {
    Policy policy = parse(LOG, ROLES);
    assertThat(policy.log().print()).isEqualTo(LOG);
    assertThat(policy.roles().print()).isEqualTo(ROLES);
    assertThat(policy.version()).isEqualTo(3);
    assertThat(policy.roles().threshold()).isEqualTo(2);
    assertThat(policy.editorKeys())
        .extracting(VerifierKey::name)
        .containsExactly("anna", "bert", "cleo");
    String least = "version 1\neditor a " + Keys.note("a").verifier() + "\neditors 1\n";
    assertThat(parse(LOG, least).roles().print()).isEqualTo(least);
  }

  @Test
  void hasTheHashOfLabelAndBothTexts() throws FormatException {
    byte[] whole = ("broadside/v1 policy\n" + LOG + ROLES).getBytes(StandardCharsets.UTF_8);
    assertThat(parse(LOG, ROLES).hash())
        .isEqualTo(HexFormat.of().formatHex(SignedText.sha256(whole)));
  }

  @Test
  void refusesOtherRoles() {
    refuses(LOG, "");
    refuses(LOG, ROLES.strip());
    refuses(LOG, ROLES + "\n");
    refuses(LOG, ROLES + "note x\n");
    refuses(LOG, ROLES.replace("version 3", "version 0"));
    refuses(LOG, ROLES.replace("version 3", "version 03"));
    refuses(LOG, ROLES.replace("version 3", "version 2147483648"));
    refuses(LOG, ROLES.replace("editors 2", "editors 0"));
    refuses(LOG, ROLES.replace("editors 2", "editors 4"));
    refuses(LOG, ROLES.replace("editors 2\n", ""));
    refuses(LOG, ROLES.replace("editor bert", "editor anna"));
    refuses(LOG, ROLES.replace("custodian emil", "custodian dora"));
    refuses(LOG, ROLES.replace("age1x", "age2x"));
    refuses(LOG, ROLES.replace("age1x", "AGE1X"));
    refuses(LOG, ROLES.replace("successor next", "successor other"));
    refuses(LOG, ROLES.replace("2027-01-01T00:00:00Z", "2027-01-01"));
    refuses(LOG, ROLES.replace("2027-01-01T00:00:00Z", "2027-02-30T00:00:00Z"));
    for (String line : ROLES.lines().toList()) {
      if (!line.startsWith("editor ")) { // of three editors two are still enough
        refuses(LOG, ROLES.replace(line, line + "\n" + line));
      }
      refuses(LOG, ROLES.replace(line, line + " "));
      refuses(LOG, ROLES.replace(line, " " + line));
      refuses(LOG, ROLES.replace(line, line.replaceFirst(" ", "  ")));
      refuses(LOG, ROLES.replace(line, "# " + line));
    }
    for (int i = 0; i + 1 < ROLES.lines().count(); i++) {
      String a = ROLES.lines().toList().get(i);
      String b = ROLES.lines().toList().get(i + 1);
      if (!a.split(" ", 2)[0].equals(b.split(" ", 2)[0])) {
        refuses(LOG, ROLES.replace(a + "\n" + b, b + "\n" + a));
      }
    }
  }

  @Test
  void refusesAKeyWithTwoRolesOrTwoNames() throws FormatException {
    parse(LOG, ROLES);
    for (String name : new String[] {"anna", "dora"}) {
      for (String seed :
          new String[] {
            "note log.example/x",
            "cosigner w.example",
            "note bert",
            "note emil",
            "note next.example/x"
          }) {
        String other = Keys.key(name, KeyType.NOTE, seed).verifier().print();
        refuses(LOG, ROLES.replace(Keys.note(name).verifier().print(), other));
      }
    }
    String alias =
        Keys.key("v.example", KeyType.COSIGNATURE, "cosigner w.example").verifier().print();
    refuses(LOG.replace("quorum", "witness v " + alias + "\nquorum"), ROLES);
    String logsOwn =
        Keys.key("v.example", KeyType.COSIGNATURE, "note log.example/x").verifier().print();
    refuses(LOG.replace("quorum", "witness v " + logsOwn + "\nquorum"), ROLES);
  }

  @Test
  void refusesKeysForAnotherPurpose() {
    String cosigner = Keys.cosigner("anna").verifier().print();
    refuses(LOG, ROLES.replace(Keys.note("anna").verifier().print(), cosigner));
    refuses(LOG, ROLES.replace(Keys.note("dora").verifier().print(), cosigner));
    String next = Keys.cosigner("next.example/x").verifier().print();
    refuses(LOG, ROLES.replace(NEXT.verifier().print(), next));
  }

  @Test
  void refusesTextsOverThirtyTwoKilobytes() {
    refuses(LOG + "x".repeat(Policy.TEXT_BYTES), ROLES);
    refuses(LOG, ROLES + "x".repeat(Policy.TEXT_BYTES));
  }

  @Test
  @Tag("slow")
  void neverFailsOtherwiseThanByRefusing() {
    Mutations mutations = new Mutations(7);
    int parsed = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] log = LOG.getBytes(StandardCharsets.UTF_8);
      byte[] roles = ROLES.getBytes(StandardCharsets.UTF_8);
      if (i % 2 == 0) {
        log = mutations.mutate(log);
      } else {
        roles = mutations.mutate(roles);
      }
      try {
        Policy policy = Policy.parse(log, roles);
        assertThat(policy.log().print().getBytes(StandardCharsets.UTF_8)).isEqualTo(log);
        assertThat(policy.roles().print().getBytes(StandardCharsets.UTF_8)).isEqualTo(roles);
        parsed++;
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
    assertThat(parsed).isBetween(5, 2000); // some damages make another valid policy
  }
}
