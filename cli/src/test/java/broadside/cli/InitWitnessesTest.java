package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.witness.Witness;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publication whose log is watched from its first entry on. */
class InitWitnessesTest {
  @TempDir private Path scratch;
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<VerifierKey> logs = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(server -> server.stop(0));
  }

  /** A witness of the logs that are known by then, and what a policy says of it. */
  private String witness(String name) throws Exception {
    SigningKey key = SigningKey.generate(name + ".example/w", KeyType.COSIGNATURE);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Witness.Answer answer =
              new Witness(scratch.resolve(name), key, logs, Clock.systemUTC())
                  .add(exchange.getRequestBody().readAllBytes());
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return "%s %s http://127.0.0.1:%d/"
        .formatted(name, key.verifier().print(), server.getAddress().getPort());
  }

  @Test
  @Tag("slow")
  void theFirstPolicyNamesThemAndTheyCosignFromItOn() throws Exception {
    Path pub = scratch.resolve("pub");
    Command made =
        ok(
            "init",
            pub,
            "--title",
            "Port",
            "--witness",
            witness("one"),
            "--witness",
            witness("two"));
    assertThat(made.out())
        .contains("Nothing is public before the witnesses know the log's key", "--log ");
    assertThat(made.err()).isEmpty();
    assertThat(pub.resolve("public/checkpoint")).doesNotExist();
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    Files.writeString(
        mails.resolve("1.eml"),
        "From: keeper@port.example\nMessage-ID: <1@port.example>\nSubject: Lamps\n\nLit.\n");
    ok("add", pub, mails);
    Command early = Command.run("release", pub);
    assertThat(early.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(early.err()).contains("nothing was signed", "answered 404: unknown log");

    logs.add(
        VerifierKey.parse(
            made.out()
                .lines()
                .filter(l -> l.contains("--log "))
                .map(l -> l.substring(l.indexOf("--log ") + "--log ".length()))
                .findFirst()
                .orElseThrow()));
    assertThat(ok("policy", pub, "--renew", "--json").out()).isEqualTo("{\"failures\":[]}\n");
    ok("release", pub);
    CheckedLog log = CheckedLog.open(new LogDirectory(pub.resolve("public")));
    LogPolicy first = log.history().policies().at(1).log();
    assertThat(first.witnesses()).extracting(w -> w.name()).containsExactly("one", "two");
    assertThat(log.seen().times()).hasSize(2);
    assertThat(log.history().policies().newest().version()).isEqualTo(1);
    assertThat(ok("verify", pub).out()).contains("It holds.");
  }

  @Test
  void aQuorumThatTooFewMakeIsToldAndOneThatCannotBeIsRefused() throws Exception {
    String one = witness("one");
    String two = witness("two");
    assertThat(
            ok(
                    "init",
                    scratch.resolve("pub"),
                    "--title",
                    "Port",
                    "--witness",
                    one,
                    "--witness",
                    two,
                    "--quorum",
                    1)
                .err())
        .contains("A quorum of 1 of 2 witnesses is less than 2");
    for (Object[] wrong :
        new Object[][] {
          {"--witness", one, "--quorum", 2},
          {"--witness", one, "--witness", one},
          {"--witness", "one"},
          {"--witness", "one not-a-key http://127.0.0.1:1/"},
          {"--quorum", -2}
        }) {
      List<Object> line =
          new ArrayList<>(List.of("init", scratch.resolve("none"), "--title", "No"));
      line.addAll(List.of(wrong));
      Command refused = Command.run(line.toArray());
      assertThat(refused.code())
          .as("%s %s", List.of(wrong), refused.err())
          .isEqualTo(ExitCode.USAGE);
      assertThat(scratch.resolve("none")).doesNotExist();
    }
  }
}
