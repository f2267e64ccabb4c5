package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.ReleaseSample;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Roles;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mirror's operator reads, and a script gets, of what a log's key signs and nobody may. */
@Tag("slow")
class MirrorForgeriesCommandTest {
  @TempDir private Path scratch;
  private Path copy;
  private ReleaseSample origin;
  private FileServer server;

  @BeforeEach
  void mirror() throws IOException {
    copy = scratch.resolve("copy");
    origin = ReleaseSample.in(scratch.resolve("origin"), 2, 2, false);
    origin.release("First", 3);
    server = FileServer.at(scratch.resolve("origin"), 0);
    Command.ok("mirror", server.address(), copy);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tellsOfWhatReplacedEditorsSign() throws IOException {
    ReleaseSample retired = origin.copyTo(scratch.resolve("retired"));
    origin.log().changeEditors();
    Statement forged = retired.release("Second", 2);
    origin.log().append(retired.log().signed(forged).encode());

    Command result = Command.ok("mirror", server.address(), copy);

    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "broadside: Entry 3 of the log counts for nothing (%d bytes): a statement under policy 1 while 2 was in force."
                .formatted(retired.log().signed(forged).encode().length));
    assertThat(Command.ok("mirror", server.address(), copy).err()).as("once").isEmpty();
    assertThat(Command.run("verify", copy).out()).contains("It holds.", "of which 1 void");
  }

  @Test
  void refusesAPolicyInWhichAnEditorHasTwoNames() throws IOException, FormatException {
    Roles roles = origin.log().policy().roles();
    VerifierKey first = roles.editors().getFirst().key();
    byte[] key = HexFormat.of().parseHex(first.publicKey());
    String other = new VerifierKey("other", first.type(), key).print();
    String next =
        roles
            .print()
            .replace("version 1\n", "version 2\n")
            .replace("editors 2\n", "editor other " + other + "\neditors 2\n");
    String log = origin.log().policy().log().print();
    Files.writeString(scratch.resolve("origin/policy/2"), log);
    Files.writeString(scratch.resolve("origin/roles/2"), next);
    String identity = origin.log().publication();
    String texts = hash("broadside/v1 policy\n" + log + next);
    PolicyStatement change = new PolicyStatement(identity, 1, texts, identity, ReleaseSample.TIME);
    byte[] held = Files.readAllBytes(copy.resolve("public/checkpoint"));
    origin.log().append(origin.log().signed(change).encode());

    Command result = Command.run("mirror", server.address(), copy);

    assertThat(result.code()).isEqualTo(ExitCode.FORGED);
    assertThat(result.out()).contains("Nothing was taken: what is served does not hold (");
    List<String> lines = result.err().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .startsWith("broadside: " + server.address() + " shows a log with a policy 2 whose texts")
        .contains("has two roles, or two names");
    assertThat(lines.getLast()).contains("is kept in " + copy.resolve("refused"));
    assertThat(copy.resolve("public/checkpoint")).hasBinaryContent(held);
    Command.ok("verify", copy);
  }

  private static String hash(String text) {
    return SignedText.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
