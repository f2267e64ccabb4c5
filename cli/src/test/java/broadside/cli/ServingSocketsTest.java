package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import broadside.cli.SignedSample.Said;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code broadside serve} under strace: it opens no socket but its own. */
class ServingSocketsTest {
  private static final Pattern SERVING = Pattern.compile("Serving .* at (http://[0-9.:]+)/ ");
  private static final Pattern CALL = Pattern.compile("^\\d+ +([a-z]+)\\((.*)");

  /** Where the C library looks for a daemon that knows the names of users. */
  private static final String USERS = "sun_path=\"/var/run/nscd/socket\"";

  @TempDir private Path scratch;

  @Test
  @Tag("slow")
  void pagesSearchesAndReleasesAskNobody() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/strace"))).as("strace is there").isTrue();
    Path pub = publish();
    Path trace = scratch.resolve("trace");
    Path output = scratch.resolve("output");
    Process strace = start(pub, trace, output);
    try {
      String address = address(strace, output);
      read(address, SignedSample.mails(pub));
    } finally {
      stop(strace);
    }
    List<String> calls = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
    int listening = 0;
    for (String line : calls) {
      Matcher call = CALL.matcher(line);
      if (!call.find()) {
        continue;
      }
      String what = call.group(2);
      switch (call.group(1)) {
        case "bind" -> {
          assertThat(what).contains("127.0.0.1");
          listening++;
        }
        // The machine looks whether it can do IPv4 and IPv6, and the C library asks who the user
        // is.
        case "socket" ->
            assertThat(what)
                .as("after it listens: %s", line)
                .satisfies(w -> atStart(w, calls, line));
        case "connect" -> assertThat(what).as(line).contains(USERS);
        default -> assertThat(line).as("a call that sends to an address").isEmpty();
      }
    }
    assertThat(listening).isOne();
  }

  private static void atStart(String what, List<String> calls, String line) {
    assertThat(what)
        .containsAnyOf("AF_UNIX, SOCK_STREAM", "AF_INET, SOCK_STREAM", "AF_INET6, SOCK_STREAM");
    int bound = 0;
    while (!calls.get(bound).contains(" bind(")) {
      bound++;
    }
    assertThat(calls.indexOf(line)).isLessThan(bound);
  }

  /** Signatures of every kind, most of which nobody has looked up. */
  private Path publish() throws IOException {
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    int name = 0;
    for (String subject :
        new String[] {
          "Orders for the 14th",
          "Bollard 18C",
          "Re: grout",
          "Meeting of Friday, my note of it",
          "What I should have liked to ask"
        }) {
      Files.write(mails.resolve(++name + ".eml"), SignedSample.eml(subject));
    }
    Path pub = scratch.resolve("pub");
    assertThat(Command.run("publish", mails, "--into", pub).code()).isZero();
    Path chain = Files.createDirectory(scratch.resolve("chain"));
    Files.write(chain.resolve("1.eml"), SignedSample.eml("Re: [northquay] saturday"));
    Files.write(chain.resolve("2.eml"), SignedSample.eml("Sunday"));
    assertThat(
            Command.run("publish", chain, "--into", pub, "--dkim-keys", SignedSample.KEYS).code())
        .isZero();
    return pub;
  }

  private static Process start(Path pub, Path trace, Path output) throws IOException {
    List<String> strace = new ArrayList<>(List.of("strace", "-f", "-q", "-o", trace.toString()));
    strace.addAll(List.of("-e", "trace=socket,connect,bind,sendto,sendmsg,sendmmsg"));
    strace.addAll(List.of("-e", "signal=none"));
    return new ProcessBuilder(CommandProcess.line(strace, "serve", pub, "--port", "0"))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static String address(Process strace, Path output) throws IOException {
    Matcher[] found = new Matcher[1];
    Machines.await(
        "it serves",
        () -> {
          if (!strace.isAlive()) {
            throw new IOException(Files.readString(output));
          }
          found[0] = SERVING.matcher(Files.readString(output));
          return found[0].find();
        });
    return found[0].group(1);
  }

  private static void read(String address, List<Said> mails) throws Exception {
    assertThat(mails.stream().flatMap(mail -> mail.now().stream()))
        .anyMatch(said -> said.verdict().equals("not-looked-up"));
    List<String> paths = new ArrayList<>(List.of("/", "/releases/1", "/releases/2", "/verify"));
    for (Said mail : mails) {
      paths.add("/messages/" + mail.number());
      paths.add("/messages/" + mail.number() + ".tlog-proof");
    }
    for (String value : List.of("pass", "not-looked-up", "fail", "arc", "oskport.example")) {
      paths.add("/search?q=dkim%3A" + value);
    }
    paths.add("/search?q=from%3Aoskport.example");
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path : paths) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .as(path)
            .isEqualTo(200);
      }
    }
  }

  /** Ends the server, with which strace ends. */
  private static void stop(Process strace) throws InterruptedException {
    strace.descendants().forEach(ProcessHandle::destroy);
    assertThat(strace.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
