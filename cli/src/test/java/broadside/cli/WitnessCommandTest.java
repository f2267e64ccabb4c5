package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.LogDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness, and a policy that names one whom nobody can reach. */
class WitnessCommandTest {
  @TempDir private Path scratch;

  @Test
  @Tag("slow")
  void aWitnessMakesItsKeyOnceAndItsTimesGrowOld() throws IOException {
    Path pub = scratch.resolve("pub");
    Path secret = Files.writeString(scratch.resolve("secret"), "high water at nine\n");
    assertThat(Command.run("init", pub, "--title", "Port", "--passphrase-file", secret).code())
        .isZero();
    Path w = scratch.resolve("w");
    assertThat(Command.run("witness", w).code()).isEqualTo(ExitCode.USAGE);
    Command made = Command.run("witness", w, "--name", "w.example/1", "--passphrase-file", secret);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("Witness w.example/1+");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(w)))
        .isEqualTo("rwx------");
    assertThat(Command.run("witness", w, "--passphrase-file", secret).out()).isEqualTo(made.out());
    Command other = Command.run("witness", w, "--name", "w.example/2", "--passphrase-file", secret);
    assertThat(other.code()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains(w + " has the key of w.example/1 already");
    // A policy whose witness nobody can reach: nothing is published, and what was stays.
    String key = made.out().strip().replace("Witness ", "");
    byte[] before = Files.readAllBytes(pub.resolve("public/checkpoint"));
    Command unreachable =
        Command.run(
            "policy",
            pub,
            "--add-witness",
            "w1 " + key + " http://127.0.0.1:1/",
            "--passphrase-file",
            secret);
    assertThat(unreachable.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(unreachable.err()).contains("No witness answers; nothing was signed");
    assertThat(pub.resolve("public/checkpoint")).hasBinaryContent(before);
    assertThat(new LogDirectory(pub.resolve("public")).checkpoint()).isNotNull();
    assertThat(Command.run("verify", pub).code()).isZero();
    // The way back: another policy without it, which publishes both.
    Command back =
        Command.run("policy", pub, "--remove-witness", "w1", "--passphrase-file", secret);
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(Command.run("verify", pub).out()).contains("Policy 3", "3 entries");
  }
}
