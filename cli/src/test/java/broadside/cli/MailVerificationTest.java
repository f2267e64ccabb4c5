package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.verify.MailProofs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One mail and its proof, checked by readers who know more or less of the publication. */
class MailVerificationTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path mail;
  private Path proof;

  @BeforeEach
  void publishOneMailAndChangeThePolicy() throws IOException {
    pub = scratch.resolve("pub");
    mail =
        Files.writeString(
            scratch.resolve("1.eml"), "From: a@port.example\nSubject: Tide\n\nHigh water.\n");
    assertThat(Command.run("publish", mail, "--into", pub).code()).isZero();
    proof = prove("1.tlog-proof");
    assertThat(Command.run("policy", pub, "--expires", "2040-01-01").code()).isZero();
  }

  /**
   * The identity is the hash of version 1 of the policy: whether another is in force since, as
   * here, and the keys of that one are in a thief's hands, nobody can tell who knows nothing else.
   */
  @Test
  void holdsWithTheIdentityAloneUnderThePolicyOfTheProof() {
    String identity = Command.run("policy", pub).out().lines().findFirst().orElseThrow();
    identity = identity.substring("Publication ".length());
    Command verified = Command.run("verify", mail, proof, "--publication", identity);
    assertThat(verified.code()).as(verified.err()).isEqualTo(ExitCode.LATER_UNCHECKED);
    assertThat(verified.out())
        .contains(
            "It holds under policy 1; later policies not checked, later withdrawals not checked.",
            "signed by editor",
            "Not checked:");
    assertThat(Command.run("verify", mail, proof, "--publication", identity, "--json").out())
        .contains(
            "\"verdict\":\"holds\"", "\"notChecked\":[\"later policies\",\"later withdrawals\"]");
    assertThat(Command.run("verify", mail, proof).code()).isEqualTo(ExitCode.LATER_UNCHECKED);
    assertThat(Command.run("verify", mail, proof, "--publication", "0".repeat(64)))
        .satisfies(c -> assertThat(c.code()).isEqualTo(ExitCode.FORGED))
        .satisfies(c -> assertThat(c.err()).contains("another publication"));
  }

  @Test
  void saysWhereLaterPoliciesWereFollowedThatTheReaderDoesNotHave() throws IOException {
    Path newer = prove("newer.tlog-proof");
    Command followed = with(newer, 1);
    assertThat(followed.code()).isEqualTo(ExitCode.LATER_UNCHECKED);
    assertThat(followed.out()).contains("It holds under policy 2; later policies not checked");
    Command newest = with(newer, 2);
    assertThat(newest.code()).as(newest.err()).isZero();
    assertThat(newest.out()).contains("It holds.", "Not checked: withdrawals");
  }

  @Test
  void refusesAProofThatEndsBeforeThePolicyThatTheReaderHas() {
    assertThat(with(proof, 1).code()).isZero();
    Command refused = with(proof, 2);
    assertThat(refused.code()).isEqualTo(ExitCode.FORGED);
    assertThat(refused.err()).contains("under policy 1, and you have policy 2", "newer proof");
  }

  /** What a hostile proof would write over the words of its refusal is shown as what it is. */
  @Test
  void showsNoControlCharacterOfAProof() throws IOException {
    String escape = "\u001b[2K\rIt holds.\u202e";
    Files.writeString(proof, "c2sp.org/tlog-proof@v1\nextra " + escape + "\n\n");
    Command refused = Command.run("verify", mail, proof);
    assertThat(refused.code()).isEqualTo(ExitCode.FORGED);
    assertThat(refused.err())
        .contains("does not hold: ", "\\u001b[2K\\u000dIt holds.\\u202e")
        .doesNotContain("\u001b", "\r", "\u202e");
    Files.writeString(proof, "c2sp.org/tlog-proof@v1\nextra " + "A".repeat(100_000) + "?\n\n");
    assertThat(Command.run("verify", mail, proof).err().length()).isLessThan(3_000);

    Files.writeString(pub.resolve("public/policy/1"), "witless" + escape + "\n");
    for (String command : new String[] {"verify", "check"}) {
      Command of = Command.run(command, pub.resolve("public"));
      assertThat(of.code()).isNotZero();
      assertThat(of.err()).contains("witless\\u001b[2K").doesNotContain("\u001b", "\r", "\u202e");
    }
  }

  @Test
  void refusesAnotherMail() throws IOException {
    Files.writeString(mail, Files.readString(mail) + "And low.\n");
    Command refused = Command.run("verify", mail, proof);
    assertThat(refused.code()).isEqualTo(ExitCode.FORGED);
    assertThat(refused.err()).contains("the mail is not the one that was published");
  }

  /** The reader's own slip says nothing of the mail. */
  @Test
  @Tag("slow")
  void filesThatAreNoPolicyAreNotForgery() throws IOException {
    Path directory = pub.resolve("public");
    Path made = prove("slip.tlog-proof");
    Command swapped =
        Command.run(
            "verify",
            mail,
            made,
            "--policy",
            directory.resolve("roles/1"),
            "--roles",
            directory.resolve("policy/1"));
    assertThat(swapped.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(swapped.err()).contains("are no policy with its roles", "the other way round?");
    assertThat(swapped.out()).doesNotContain("It does not hold");
    Command keys = Command.run("verify", mail, made, "--keys", made);
    assertThat(keys.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(keys.err()).contains("is no file of domain keys");
  }

  private Command with(Path made, int version) {
    Path directory = pub.resolve("public");
    return Command.run(
        "verify",
        mail,
        made,
        "--policy",
        directory.resolve("policy/" + version),
        "--roles",
        directory.resolve("roles/" + version));
  }

  private Path prove(String name) throws IOException {
    Path directory = pub.resolve("public");
    try (Publication publication = Publication.open(directory)) {
      return Files.writeString(
          scratch.resolve(name),
          Objects.requireNonNull(new MailProofs(publication, directory).of(1)).print());
    }
  }
}
