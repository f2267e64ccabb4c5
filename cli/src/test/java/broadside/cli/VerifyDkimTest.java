package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.verify.MailProofs;
import broadside.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Editors who say of signatures what is not so, and are found out. */
class VerifyDkimTest {
  @TempDir private Path scratch;
  private Path pub;

  @BeforeEach
  void add() throws IOException {
    pub = scratch.resolve("pub");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    int name = 0;
    for (String subject :
        new String[] {"Meeting of Friday, my note of it", "Orders for the 14th", "Re: grout"}) {
      Files.write(mails.resolve(++name + ".eml"), SignedSample.eml(subject));
    }
    run("init", pub, "--title", "Port");
    run("add", pub, mails, "--dkim-keys", SignedSample.KEYS);
  }

  @Test
  @Tag("slow")
  void aVerdictThatIsNotSoIsToldOfItsMailHereAndInAMirror() throws Exception {
    assertThat(rewrite("fail-body", "pass")).isOne();
    run("release", pub);
    String sentence =
        "Message 1: the editors say pass of the signature of oskport.example, and it is fail-body";
    run("verify", pub);
    wrong(sentence, "verify", pub, "--dkim");
    wrong(sentence, "verify", pub.resolve("public"), "--dkim");
    Path copy = scratch.resolve("copy");
    try (Site site = Served.serve(pub)) {
      run("mirror", site.uri(), copy);
      wrong(sentence, "verify", site.uri(), "--dkim");
    }
    run("verify", copy);
    wrong(sentence, "verify", copy, "--dkim");
    assertThat(Command.run("verify", copy, "--dkim", "--json").out())
        .contains("\"otherVerdicts\":1", "\"signatures\":3", "\"verdict\":\"forged\"");
  }

  @Test
  void asSomethingElseThanItIsEvenAHarmlessWordIsTold() throws Exception {
    assertThat(rewrite("\"key\":\"file\"", "\"key\":\"dns\"")).isOne();
    run("release", pub);
    wrong(
        "Message 3: the editors say [{\"verdict\":\"pass\",\"d\":\"oskport.example\",\"s\":\"2019\",\"key\":\"dns\"",
        "verify",
        pub,
        "--dkim");
  }

  @Test
  void signaturesThatAreLeftOutAreTold() throws Exception {
    update("UPDATE mail SET dkim = '[]' WHERE dkim LIKE ?", "%unquoted%");
    run("release", pub);
    wrong("Message 3: the editors speak of 0 signatures, and it bears 1.", "verify", pub, "--dkim");
  }

  /** Who says that nobody has looked says nothing wrong, though the key is there. */
  @Test
  @Tag("slow")
  void whatNobodyLookedUpAndCouldBeIsNoLie() throws Exception {
    update(
        "UPDATE mail SET dkim = '[{\"verdict\":\"not-looked-up\",\"d\":\"oskport.example\",\"s\":\"2019\"}]'"
            + " WHERE dkim LIKE ?",
        "%unquoted%");
    run("release", pub);
    assertThat(run("verify", pub, "--dkim").out())
        .contains("1 signature that the editors had not looked up can be verified now");
  }

  /** Of one mail too the first words, and the object, say what the exit code says. */
  @Test
  @Tag("slow")
  void aVerdictOnOneMailThatIsNotSoIsInItsHeadlineAndItsObject() throws Exception {
    assertThat(rewrite("fail-body", "pass")).isOne();
    run("release", pub);
    Path keys = pub.resolve("public/releases/1/keys");
    Command forged = verify(1, keys);
    assertThat(forged.code()).isEqualTo(ExitCode.FORGED);
    assertThat(forged.out()).startsWith("It does not hold.").doesNotContain("It holds");
    assertThat(forged.err()).contains("something else: [fail-body]");
    assertThat(verify(1, keys, "--json").out())
        .contains("\"verdict\":\"forged\"", "\"reason\":\"with ", "something else: [fail-body]");
  }

  /** Verifies one mail with its proof and a file of keys. */
  private Command verify(long number, Path keys, Object... more) throws IOException {
    Path directory = pub.resolve("public");
    Path eml = scratch.resolve(number + ".eml");
    Path proof = scratch.resolve(number + ".tlog-proof");
    try (Publication publication = Publication.open(directory)) {
      PublishedMail mail = Objects.requireNonNull(publication.mail(number));
      Files.write(eml, Objects.requireNonNull(mail.eml()));
      Files.writeString(
          proof, Objects.requireNonNull(new MailProofs(publication, directory).of(number)).print());
    }
    List<Object> line = new ArrayList<>(List.of("verify", eml, proof, "--keys", keys));
    line.addAll(List.of(more));
    return Command.run(line.toArray());
  }

  @Test
  @Tag("slow")
  void aProofHoldsNoKeys() throws IOException {
    run("release", pub);
    Path mail = Files.write(scratch.resolve("1.eml"), new byte[0]);
    Command refused = Command.run("verify", mail, mail, "--dkim");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("--dkim is for a publication");
  }

  private static void wrong(String sentence, Object... args) {
    Command verified = Command.run(args);
    assertThat(verified.code()).as(verified.out()).isEqualTo(ExitCode.FORGED);
    assertThat(verified.err()).contains(sentence);
    assertThat(verified.out()).contains("It does not hold.", "1 verdict is another");
  }

  private int rewrite(String from, String to) throws SQLException {
    return update(
        "UPDATE mail SET dkim = replace(dkim, '%s', '%s') WHERE dkim LIKE ?".formatted(from, to),
        "%" + from + "%");
  }

  private int update(String sql, String like) throws SQLException {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + pub.resolve("private/ledger.db"));
        PreparedStatement s = ledger.prepareStatement(sql)) {
      s.setString(1, like);
      return s.executeUpdate();
    }
  }

  private static Command run(Object... args) {
    Command run = Command.run(args);
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    return run;
  }
}
